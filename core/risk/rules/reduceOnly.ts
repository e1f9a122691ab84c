import type {State} from '../../kernel/State.ts';
import {reducible} from '../reducible.ts';
import type {ProposedOrder, Verdict} from '../RiskRule.ts';

/** The only question an exit is asked: is there that much to leave? Whatever else is wrong, leaving stays possible. */
export const reduceOnly = ({quantity, side, symbol}: ProposedOrder, state: Readonly<State>): Verdict => {
  const limit = reducible(state, symbol, side);

  return {
    code: 'REDUCE_ONLY_EXCEEDS_POSITION',
    passed: quantity > 0n && quantity <= limit,
    value: quantity,
    limit,
  };
};
