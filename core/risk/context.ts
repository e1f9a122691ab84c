import {maximum, multiply, ZERO} from '../domain/Decimal.ts';
import type {RiskSettings} from '../domain/Settings.ts';
import type {MarketState, State} from '../kernel/State.ts';
import {worstCase} from './exposure.ts';
import {limitsOf} from './limits.ts';
import type {ProposedOrder, RiskContext} from './RiskRule.ts';

/** Reads once what every rule needs to know about one proposed order. */
export const readContext = (
  order: ProposedOrder,
  state: Readonly<State>,
  settings: RiskSettings,
  market: MarketState,
): RiskContext => {
  const mark = market.lastPrice ?? ZERO;
  const price = maximum(maximum(mark, order.referencePrice), order.worstPrice);

  return {
    settings,
    limits: limitsOf(settings),
    market,
    mark,
    price,
    notional: multiply(order.quantity, price, 'up'),
    exposure: worstCase(state, order.symbol),
  };
};
