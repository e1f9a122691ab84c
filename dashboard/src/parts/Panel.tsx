import type {ReactNode} from 'react';
import type {Freshness} from '../freshness.ts';
import {age} from '../format.ts';
import {ErrorBoundary} from './ErrorBoundary.tsx';
import {Notice} from './Notice.tsx';

export type PanelProps = {
  readonly id: string;
  readonly title: string;
  readonly status: Freshness;
  /** What will fill it and when, while there is nothing to show. */
  readonly empty?: string | null;
  /** Right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
};

/** One titled section of the page in one of its five states: starting, empty, live, stale, error. */
export const Panel = ({id, title, status, empty = null, aside, children}: PanelProps): ReactNode => (
  <section className={`panel panel-${id}`} id={`panel-${id}`} data-state={stateName(status, empty)} aria-label={title}>
    <div className="panel-title">
      <h2>{title}</h2>
      {status.kind === 'stale' && <span className="stale-badge">stale {age(status.ageMs)}</span>}
      <div className="panel-aside">{aside}</div>
    </div>
    <div className="panel-body">
      <ErrorBoundary>{bodyOf(status, empty, children)}</ErrorBoundary>
    </div>
  </section>
);

const stateName = (status: Freshness, empty: string | null): string => {
  if (status.kind === 'starting' || status.kind === 'error') return status.kind;

  return empty === null ? status.kind : 'empty';
};

const bodyOf = (status: Freshness, empty: string | null, children: ReactNode): ReactNode => {
  if (status.kind === 'starting') return <Notice kind="starting">{status.text}</Notice>;
  if (status.kind === 'error') {
    return (
      <Notice kind="error" action={{label: 'Load the page anew', run: () => location.reload()}}>
        A line of the journal could not be shown: {status.text}
      </Notice>
    );
  }

  return empty === null ? children : <Notice kind="empty">{empty}</Notice>;
};
