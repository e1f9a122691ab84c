import type {Book, BookLevel} from '../domain/Book.ts';
import {type Decimal, ZERO, add, fromNumber, minimum, subtract} from '../domain/Decimal.ts';
import {roundQuantity} from '../domain/Market.ts';
import {isThrough, isWithin} from './levels.ts';
import {type Bid, type Fill, type Match, NO_MATCH} from './Match.ts';
import {isTaking} from './RestingOrder.ts';

/** Takes level by level, best first, until the order is filled, its worst price is reached or the book ends. */
const walk = ({order, market, wanted}: Bid, levels: readonly BookLevel[]): readonly Fill[] => {
  const fills: Fill[] = [];
  let left = wanted;
  for (const level of levels) {
    const price = fromNumber(level.price);
    if (left === ZERO || !isWithin(order.intent.side, price, order.limitPrice)) break;
    const quantity = roundQuantity(market, minimum(left, fromNumber(level.quantity)));
    if (quantity === ZERO) continue;
    fills.push({price, quantity, liquidity: 'taker'});
    left = subtract(left, quantity);
  }

  return fills;
};

const arriveAt = (bid: Bid, levels: readonly BookLevel[], best: BookLevel): Match => {
  const {side, postOnly} = bid.order.intent;
  if (!isWithin(side, fromNumber(best.price), bid.order.limitPrice)) return {fills: [], becomes: 'resting'};

  return postOnly === true ? {fills: [], becomes: 'refused'} : {fills: walk(bid, levels), becomes: 'resting'};
};

/** A book that stands beyond our limit price proves that we were filled, by as much as stands there. */
const matchResting = ({order, market, wanted}: Bid, levels: readonly BookLevel[], limit: Decimal): Match => {
  let beyond = ZERO;
  for (const level of levels) {
    if (!isThrough(order.intent.side, fromNumber(level.price), limit, market.tick)) break;
    beyond = add(beyond, fromNumber(level.quantity));
  }
  const quantity = roundQuantity(market, minimum(wanted, beyond));

  return quantity === ZERO ? NO_MATCH : {fills: [{price: limit, quantity, liquidity: 'maker'}], becomes: 'same'};
};

/** Holds an order against the visible book. A stop waits for a trade to touch it. */
export const matchBook = (bid: Bid, book: Book): Match => {
  const {order} = bid;
  const levels = order.intent.side === 'buy' ? book.asks : book.bids;
  const best = levels[0];
  if (best === undefined) return NO_MATCH;
  if (isTaking(order)) return {fills: walk(bid, levels), becomes: 'same'};
  if (order.intent.type === 'stop' || order.limitPrice === null) return NO_MATCH;

  return order.isResting ? matchResting(bid, levels, order.limitPrice) : arriveAt(bid, levels, best);
};
