import {shareOf} from '../limits.ts';
import {atMost, type RiskRule} from '../RiskRule.ts';

/** Keeps one order to its share of equity, at the worst of its prices. */
export const maxOrder: RiskRule = (_order, {equity}, {limits, notional}) =>
  atMost('ORDER_NOTIONAL_EXCEEDED', notional, shareOf(equity.current, limits.order));
