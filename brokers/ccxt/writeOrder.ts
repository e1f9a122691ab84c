import {decimal, multiply, roundTo} from '../../core/domain/Decimal.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {ErrorMeaning} from '../net/VenueError.ts';
import type {CcxtParams} from './CcxtClient.ts';
import type {Quirks} from './quirks.ts';

/** The arguments of `createOrder`. */
export type WrittenOrder = {
  readonly type: 'market' | 'limit';
  readonly price: string | undefined;
  readonly params: CcxtParams;
};

/** Why an order must not leave: it would arrive as another one, or be refused. */
export type Problem = {readonly meaning: ErrorMeaning; readonly raw: string};

/**
 * `reduceOnly` is never passed on: on a spot market there is nothing to reduce but what is held, and some clients make another
 * call of it. `triggerPrice` neither: ccxt sends a plain limit order of it to Kraken, and one in the wrong direction to Coinbase.
 */
export const writeOrder = (
  {clientOrderId, type, limitPrice, stopPrice, postOnly}: OrderIntent,
  deadline: number,
  {clientIdParam, deadlineParam}: Quirks,
): WrittenOrder => ({
  type: limitPrice === undefined ? 'market' : 'limit',
  price: limitPrice,
  params: {
    [clientIdParam]: clientOrderId,
    ...(deadlineParam === null ? {} : {[deadlineParam]: new Date(deadline).toISOString()}),
    ...(postOnly === true ? {postOnly: true} : {}),
    ...(type === 'market' && limitPrice !== undefined ? {timeInForce: 'IOC'} : {}),
    ...(stopPrice === undefined ? {} : {stopLossPrice: stopPrice}),
  },
});

/** ccxt would round quantities down and prices to the nearest step without a word, so what is not exact does not leave. */
export const problemOf = (intent: OrderIntent, market: MarketSpec, quirks: Quirks): Problem | null => {
  const {type, quantity, limitPrice, stopPrice} = intent;
  if (type === 'stop' && !quirks.hasStopOrders) return refuse('NOT_ALLOWED', 'this venue has no stop orders here');
  if (type === 'market' && limitPrice === undefined && !quirks.marketByQuantity)
    return refuse('NOT_ALLOWED', 'a market order needs a worst price here, or its quantity would not be exact');
  for (const price of [limitPrice, stopPrice]) {
    if (price !== undefined && !isMultiple(price, market.tick))
      return refuse('OFF_TICK', `the price "${price}" is no multiple of ${market.tick}`);
  }
  if (!isMultiple(quantity, market.lot))
    return refuse('INVALID_ORDER', `the quantity "${quantity}" is no multiple of ${market.lot}`);
  const price = limitPrice ?? stopPrice;
  const isSmall = price !== undefined && notional(price, quantity) < decimal(market.minNotional);

  return isSmall || decimal(quantity) < decimal(market.minQuantity)
    ? refuse('BELOW_MINIMUM', `at least ${market.minQuantity}, worth ${market.minNotional}`)
    : null;
};

const refuse = (code: string, why: string): Problem => ({
  meaning: {outcome: 'rejected', code},
  raw: `not sent: ${why}`,
});

const isMultiple = (text: string, step: string): boolean => {
  const value = decimal(text);

  return roundTo(value, decimal(step), 'down') === value;
};

const notional = (price: string, quantity: string) => multiply(decimal(price), decimal(quantity), 'down');
