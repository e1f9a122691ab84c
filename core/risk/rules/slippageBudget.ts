import {add, type Decimal, ZERO} from '../../domain/Decimal.ts';
import type {State} from '../../kernel/State.ts';
import {shareOf} from '../limits.ts';
import {atMost, type RiskRule} from '../RiskRule.ts';

const lostWithin = ({time, windows}: Readonly<State>, windowMs: number): Decimal => {
  let total = ZERO;
  for (let index = windows.slippage.length - 1; index >= 0; index -= 1) {
    const entry = windows.slippage[index];
    if (entry === undefined || entry.time <= time - windowMs) break;
    total = add(total, entry.amount);
  }

  return total;
};

/** Pauses entries when fills have lately been worse than decided by more than a share of equity. */
export const slippageBudget: RiskRule = (_order, state, {limits, settings}) =>
  atMost(
    'SLIPPAGE_BUDGET_EXCEEDED',
    lostWithin(state, settings.slippageWindowMs),
    shareOf(state.equity.current, limits.slippage),
  );
