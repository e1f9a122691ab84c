import type {ReactNode} from 'react';
import {useDecision} from '../useDecision.ts';
import {DecisionDetail} from './DecisionDetail.tsx';
import {Modal} from './Modal.tsx';
import {Notice} from './Notice.tsx';

export type DecisionDrawerProps = {readonly seq: number | null; readonly onClose: () => void};

/** Everything behind one decision, beside the page; Escape closes it. */
export const DecisionDrawer = ({seq, onClose}: DecisionDrawerProps): ReactNode => (
  <Modal className="drawer" label="Decision" isOpen={seq !== null} onClose={onClose}>
    {seq !== null && <Content seq={seq} onClose={onClose} />}
  </Modal>
);

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
