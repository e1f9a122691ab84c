import type {ReactNode} from 'react';

export type NoticeProps = {
  readonly kind: 'starting' | 'empty' | 'error';
  readonly action?: {readonly label: string; readonly run: () => void};
  readonly children: ReactNode;
};

/** What stands in a panel that has nothing to show: why, and what to do or wait for. */
export const Notice = ({kind, action, children}: NoticeProps): ReactNode => (
  <div className={`notice notice-${kind}`} role={kind === 'error' ? 'alert' : undefined}>
    <p>{children}</p>
    {action !== undefined && (
      <button type="button" className="button" onClick={action.run}>
        {action.label}
      </button>
    )}
  </div>
);
