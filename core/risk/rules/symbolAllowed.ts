import type {State} from '../../kernel/State.ts';
import {claim, type ProposedOrder, type Verdict} from '../RiskRule.ts';

/** Trades only the markets that the run was started with. */
export const symbolAllowed = (order: ProposedOrder, state: Readonly<State>): Verdict =>
  claim('SYMBOL_NOT_ALLOWED', state.markets.has(order.symbol));
