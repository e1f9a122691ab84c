import {type ReactNode, useEffect, useRef} from 'react';
import {useDecision} from '../useDecision.ts';
import {DecisionDetail} from './DecisionDetail.tsx';
import {Notice} from './Notice.tsx';

export type DecisionDrawerProps = {readonly seq: number | null; readonly onClose: () => void};

/** Everything behind one decision, beside the page; Escape closes it. */
export const DecisionDrawer = ({seq, onClose}: DecisionDrawerProps): ReactNode => {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    if (seq !== null && dialog.current?.open === false) dialog.current.showModal();
    if (seq === null) dialog.current?.close();
  }, [seq]);

  return (
    <dialog
      className="drawer"
      ref={dialog}
      aria-label="Decision"
      onClose={onClose}
      onClick={event => {
        if (event.target === dialog.current) onClose();
      }}
    >
      {seq !== null && <Content seq={seq} onClose={onClose} />}
    </dialog>
  );
};

const Content = ({seq, onClose}: {seq: number; onClose: () => void}): ReactNode => {
  const {line, error} = useDecision(seq);

  return (
    <div className="drawer-content">
      <button type="button" className="button drawer-close" onClick={onClose}>
        Close <kbd>Esc</kbd>
      </button>
      {line !== null && <DecisionDetail line={line} />}
      {error !== null && <Notice kind="error">{error}</Notice>}
      {line === null && error === null && <Notice kind="starting">Reading line {seq} from the journal.</Notice>}
    </div>
  );
};
