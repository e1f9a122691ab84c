import {type Decimal, decimal, maximum, minimum} from '../../domain/Decimal.ts';
import type {OrderIntent, Side} from '../../domain/Order.ts';
import type {State} from '../../kernel/State.ts';
import {claim, type ProposedOrder, type RiskRule} from '../RiskRule.ts';

/** Reduce-only stops and targets stay where they are: an exit is never taken away, and the venue keeps the two apart. */
const isProtective = ({purpose, reduceOnly}: OrderIntent): boolean =>
  reduceOnly && (purpose === 'stop' || purpose === 'target');

/** Only a limit order rests in the book: market orders and untouched stops have nobody to meet there. */
const restsAgainst = (intent: OrderIntent, order: ProposedOrder): boolean =>
  intent.symbol === order.symbol && intent.side !== order.side && intent.type === 'limit' && !isProtective(intent);

const better = (side: Side, a: Decimal, b: Decimal): Decimal => (side === 'buy' ? minimum(a, b) : maximum(a, b));

const bestOwnPrice = (order: ProposedOrder, state: Readonly<State>): Decimal | null => {
  let best: Decimal | null = null;
  for (const {intent} of state.orders.values()) {
    if (intent.limitPrice === undefined || !restsAgainst(intent, order)) continue;
    const price = decimal(intent.limitPrice);
    best = best === null ? price : better(order.side, best, price);
  }

  return best;
};

/** Never trades with itself: the worst price must stay short of every own order that rests on the other side. */
export const selfTrade: RiskRule = (order, state) => {
  const limit = bestOwnPrice(order, state);
  if (limit === null) return claim('SELF_TRADE', true);

  const passed = order.side === 'buy' ? order.worstPrice < limit : order.worstPrice > limit;

  return {code: 'SELF_TRADE', passed, value: order.worstPrice, limit};
};
