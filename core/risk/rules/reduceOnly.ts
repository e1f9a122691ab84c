import type {State} from '../../kernel/State.ts';
import {reducible} from '../exposure.ts';
import {atMost, type ProposedOrder, type Verdict} from '../RiskRule.ts';

/** The only question an exit is asked: is there that much to leave? Whatever else is wrong, leaving stays possible. */
export const reduceOnly = (order: ProposedOrder, state: Readonly<State>): Verdict =>
  atMost('REDUCE_ONLY_EXCEEDS_POSITION', order.quantity, reducible(state, order.symbol, order.side));
