import {type Decimal, ZERO, fromNumber, minimum, toNumber} from '../domain/Decimal.ts';
import {roundQuantity} from '../domain/Market.ts';
import type {Print} from './Evidence.ts';
import {better, isThrough, isTouched, isWithin, worse} from './levels.ts';
import {type Bid, type Fill, type Match, NO_MATCH} from './Match.ts';
import {type RestingOrder, isTaking} from './RestingOrder.ts';
import {type Liveliness, quoteAround, takingPrice} from './slippage.ts';

type Around = Liveliness & {readonly available: number};

/** Finer than any lot, coarser than the noise of float sums: 2.706 - 1.798 is 0.908 and not a lot less. */
const NOISE = 1e-9;

/** Quantity on the lot grid that is both wanted and available. */
export const fillable = ({market, wanted}: Bid, available: number): Decimal => {
  if (!(available > 0)) return ZERO;
  // Nearly always: without the digits of what nobody wants.
  if (available - NOISE > toNumber(wanted)) return roundQuantity(market, wanted);

  return roundQuantity(market, minimum(wanted, fromNumber(available + NOISE)));
};

/** Takes around `raw`, or nothing where the volume is used up or the price would be beyond the order's worst price. */
export const takeAround = (bid: Bid, raw: Decimal, around: Around): readonly Fill[] => {
  const {order, market, settings} = bid;
  const quantity = fillable(bid, around.available);
  if (quantity === ZERO) return [];

  const price = takingPrice(market, settings, {side: order.intent.side, raw, quantity}, around);

  return isWithin(order.intent.side, price, order.limitPrice) ? [{price, quantity, liquidity: 'taker'}] : [];
};

/** First meeting of a limit order with the market: it takes up to its limit, or rests from now on. */
export const arrive = (bid: Bid, raw: Decimal, around: Around): Match => {
  const {order, market, settings} = bid;
  const {side, postOnly} = order.intent;
  const limit = order.limitPrice;
  if (limit === null || !isWithin(side, quoteAround(market, settings, side, raw), limit))
    return {fills: [], becomes: 'resting'};
  if (postOnly === true) return {fills: [], becomes: 'refused'};

  const quantity = fillable(bid, around.available);
  if (quantity === ZERO) return NO_MATCH;
  const price = better(side, limit, takingPrice(market, settings, {side, raw, quantity}, around));

  return {fills: [{price, quantity, liquidity: 'taker'}], becomes: 'resting'};
};

/** The trigger in force at `time`: an amendment needs its latency too. */
const stopInForce = (order: RestingOrder, time: number, latencyMs: number): Decimal | null =>
  time < order.amendedAt + latencyMs && order.earlierStop !== null ? order.earlierStop : order.stopPrice;

const matchStop = (bid: Bid, print: Print, price: Decimal): Match => {
  const {order, settings} = bid;
  const {side} = order.intent;
  const stop = print.isOpen ? order.stopPrice : stopInForce(order, print.time, settings.latencyMs);
  if (stop === null || !isTouched(side, price, stop)) return NO_MATCH;

  return {fills: print.canTake ? takeAround(bid, worse(side, stop, price), print) : [], becomes: 'triggered'};
};

const matchLimit = (bid: Bid, print: Print, price: Decimal): Match => {
  const {order, market} = bid;
  const limit = order.limitPrice;
  if (limit === null) return NO_MATCH;
  if (!order.isResting) return print.canTake ? arrive(bid, price, print) : NO_MATCH;
  if (!isThrough(order.intent.side, price, limit, market.tick)) return NO_MATCH;

  const quantity = fillable(bid, print.available);
  const fill: Fill = {price: print.isOpen ? price : limit, quantity, liquidity: 'maker'};

  return {fills: quantity === ZERO ? [] : [fill], becomes: 'same'};
};

/** Holds an order against one traded price. */
export const matchPrint = (bid: Bid, print: Print): Match => {
  const price = fromNumber(print.price);
  if (isTaking(bid.order)) return print.canTake ? {fills: takeAround(bid, price, print), becomes: 'same'} : NO_MATCH;

  return bid.order.intent.type === 'stop' ? matchStop(bid, print, price) : matchLimit(bid, print, price);
};
