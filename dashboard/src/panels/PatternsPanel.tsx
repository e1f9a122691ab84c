import type {ReactNode} from 'react';
import type {PatternEvidence} from '../../../core/domain/Decision.ts';
import type {State} from '../../../core/kernel/evolve.ts';
import {useBot, useView} from '../context.ts';
import {count, percent, signed} from '../format.ts';
import {Delta} from '../parts/Delta.tsx';
import {Panel} from '../parts/Panel.tsx';
import {ShapeFan} from '../parts/ShapeFan.tsx';
import {useMarketStatus} from '../useStatus.ts';

/** What pattern memory recalls at the last decision. */
export const PatternsPanel = (): ReactNode => {
  const {symbol} = useView();
  const evidence = useBot(({state}) => latestEvidence(state, symbol));
  const memory = useBot(({pulse}) => pulse?.patterns ?? null);
  const status = useMarketStatus();
  const isDecided = useBot(({state}) => state?.decisions.some(({data}) => data.symbol === symbol) ?? false);

  return (
    <Panel
      id="patterns"
      title="Patterns"
      status={status}
      empty={evidence === null ? emptyText(memory?.status ?? 'ready', isDecided) : null}
      aside={memory !== null && `${count(memory.shapes)} shapes · ${count(memory.quarantined)} quarantined`}
    >
      {evidence !== null && <Evidence evidence={evidence} />}
    </Panel>
  );
};

const emptyText = (status: 'ready' | 'disabled' | 'unreadable', isDecided: boolean): string => {
  if (status === 'disabled') return 'Pattern memory is switched off for this run.';
  if (status === 'unreadable')
    return 'The memory file could not be read. No entries until it is rebuilt: npx ogz doctor';
  if (!isDecided) return 'The present shape is compared at the next bar that closes live.';

  return 'Nothing alike is remembered yet. A shape joins the memory once its bars ahead have closed.';
};

const latestEvidence = (state: Readonly<State> | null, symbol: string): PatternEvidence | null =>
  state?.decisions.findLast(({data}) => data.symbol === symbol)?.data.patterns ?? null;

export const Evidence = ({evidence}: {evidence: PatternEvidence}): ReactNode => (
  <>
    <ShapeFan evidence={evidence} />
    <p className="evidence">
      <span>
        {count(evidence.neighbours.length)} <span className="muted">neighbours</span>
      </span>
      <span>
        <span className="muted">expected</span>{' '}
        <Delta value={evidence.expectedMove}>{signed(evidence.expectedMove, 2)}</Delta>{' '}
        <span className="muted">ATR</span>
      </span>
      <span>
        <span className="muted">rose after</span> {percent(evidence.upShare, 0)}
      </span>
    </p>
  </>
);
