import {type Decimal, ZERO, multiply, roundTo, toText} from '../domain/Decimal.ts';
import type {Market} from '../domain/Market.ts';
import type {OrderIntent} from '../domain/Order.ts';
import type {RestingOrder} from './RestingOrder.ts';

/** Why the paper exchange refuses an order. */
export type RejectCode =
  | 'UNKNOWN_SYMBOL'
  | 'PRICE_MISSING'
  | 'OFF_TICK'
  | 'OFF_LOT'
  | 'BELOW_MINIMUM'
  | 'INSUFFICIENT_FUNDS'
  | 'SHORT_NOT_ALLOWED'
  | 'NOTHING_TO_REDUCE'
  | 'POST_ONLY'
  | 'TOO_MANY_ORDERS';

export type Refusal = {readonly code: RejectCode; readonly reason: string};

/** Null for a quantity above zero on the lot grid. */
export const checkQuantity = ({symbol, lot}: Market, quantity: Decimal): Refusal | null => {
  if (quantity > ZERO && roundTo(quantity, lot, 'floor') === quantity) return null;

  return {
    code: 'OFF_LOT',
    reason: `Quantity "${toText(quantity)}" is not a multiple of ${symbol}'s lot ${toText(lot)} above zero.`,
  };
};

/** Null for no price, or one above zero on the tick grid. */
export const checkPrice = ({symbol, tick}: Market, name: string, price: Decimal | null): Refusal | null => {
  if (price === null || (price > ZERO && roundTo(price, tick, 'floor') === price)) return null;

  return {
    code: 'OFF_TICK',
    reason: `${name} "${toText(price)}" is not a multiple of ${symbol}'s tick ${toText(tick)} above zero.`,
  };
};

const checkPresence = (intent: OrderIntent): Refusal | null => {
  const isMissing =
    (intent.type === 'limit' && intent.limitPrice === undefined) ||
    (intent.type === 'stop' && intent.stopPrice === undefined);
  if (!isMissing) return null;

  return {code: 'PRICE_MISSING', reason: `A ${intent.type} order needs a ${intent.type}Price.`};
};

/** Orders that only reduce are free of the minimums, or a small rest could never be closed. */
const checkMinimum = (market: Market, {intent, quantity}: RestingOrder, price: Decimal | null): Refusal | null => {
  if (intent.reduceOnly) return null;
  if (quantity < market.minQuantity) {
    return {
      code: 'BELOW_MINIMUM',
      reason: `Quantity "${intent.quantity}" is below ${market.symbol}'s least of ${toText(market.minQuantity)}.`,
    };
  }
  if (price === null || multiply(price, quantity, 'down') >= market.minNotional) return null;

  return {
    code: 'BELOW_MINIMUM',
    reason: `Notional "${toText(multiply(price, quantity, 'down'))}" is below ${market.symbol}'s least of ${toText(market.minNotional)}.`,
  };
};

/** Checks an order against the market's increments and minimums; `price` is where it would trade, null when unknown. */
export const checkOrder = (market: Market, order: RestingOrder, price: Decimal | null): Refusal | null =>
  checkPresence(order.intent) ??
  checkQuantity(market, order.quantity) ??
  checkPrice(market, 'Limit price', order.limitPrice) ??
  checkPrice(market, 'Stop price', order.stopPrice) ??
  checkMinimum(market, order, price);
