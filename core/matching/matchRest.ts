import type {Candle} from '../domain/Candle.ts';
import {type Decimal, ZERO, fromNumber} from '../domain/Decimal.ts';
import type {Side} from '../domain/Order.ts';
import type {BarRest} from './Evidence.ts';
import type {AmbiguityPolicy} from './FillSettings.ts';
import {isThrough, isTouched, isWithin, worse} from './levels.ts';
import {type Bid, type Match, NO_MATCH} from './Match.ts';
import {arrive, fillable, takeAround} from './matchPrint.ts';
import {type RestingOrder, isTaking, looksUp} from './RestingOrder.ts';
import {quoteAround} from './slippage.ts';

/** True for an order that came somewhere inside this bar: of what the bar did, only its close is surely later. */
export const isEntryBar = (order: RestingOrder, bar: Candle): boolean =>
  order.placedIn?.barTime === bar.time && order.placedIn.part === 'inside';

const reaches = ({order, market}: Pick<Bid, 'order' | 'market'>, price: number): boolean => {
  const {side, type} = order.intent;
  if (type === 'stop') return order.stopPrice !== null && isTouched(side, fromNumber(price), order.stopPrice);

  return order.limitPrice !== null && isThrough(side, fromNumber(price), order.limitPrice, market.tick);
};

/** What the rest of a bar says of one order: surely reached, perhaps reached (only on the bar of its entry), or not. */
export const reachOf = (bid: Pick<Bid, 'order' | 'market'>, bar: Candle): 'sure' | 'perhaps' | 'no' => {
  if (isTaking(bid.order) || !reaches(bid, looksUp(bid.order) ? bar.high : bar.low)) return 'no';

  return !isEntryBar(bid.order, bar) || reaches(bid, bar.close) ? 'sure' : 'perhaps';
};

/** In doubt a stop is reached and a target is not, unless the best case is asked for. */
const isReached = (bid: Bid, bar: Candle, policy: AmbiguityPolicy): boolean => {
  const reach = reachOf(bid, bar);
  if (reach !== 'perhaps') return reach === 'sure';

  return (bid.order.intent.type === 'stop') !== (policy === 'best');
};

const around = ({bar, available}: BarRest) => ({range: bar.high - bar.low, volume: bar.volume, available});

/** Price of the market when the order came, or when the bar began. */
const startOf = (order: RestingOrder, bar: Candle): Decimal =>
  order.placedIn?.barTime === bar.time && order.arrivalPrice !== null ? order.arrivalPrice : fromNumber(bar.open);

const restedBefore = (bid: Bid, side: Side, limit: Decimal, start: Decimal): boolean =>
  bid.order.isResting || !isWithin(side, quoteAround(bid.market, bid.settings, side, start), limit);

const matchLimit = (bid: Bid, rest: BarRest): Match => {
  const {order} = bid;
  const start = startOf(order, rest.bar);
  if (order.limitPrice === null) return NO_MATCH;
  if (!order.isResting && !isEntryBar(order, rest.bar)) {
    const arrival = arrive(bid, start, around(rest));
    if (arrival.becomes !== 'resting' || arrival.fills.length > 0) return arrival;
  }

  const wasThere = restedBefore(bid, order.intent.side, order.limitPrice, start);
  const becomes = wasThere ? 'resting' : 'same';
  const quantity = isReached(bid, rest.bar, rest.policy) ? fillable(bid, rest.available) : ZERO;
  if (quantity === ZERO) return {fills: [], becomes};

  return {fills: [{price: order.limitPrice, quantity, liquidity: wasThere ? 'maker' : 'taker'}], becomes: 'resting'};
};

const matchStop = (bid: Bid, rest: BarRest): Match => {
  const {order} = bid;
  if (order.stopPrice === null || !isReached(bid, rest.bar, rest.policy)) return NO_MATCH;
  const raw = worse(order.intent.side, order.stopPrice, startOf(order, rest.bar));

  return {fills: takeAround(bid, raw, around(rest)), becomes: 'triggered'};
};

/** Holds an order against what a bar did after its open. Orders that take wait for the next open. */
export const matchRest = (bid: Bid, rest: BarRest): Match => {
  if (isTaking(bid.order)) return NO_MATCH;

  return bid.order.intent.type === 'stop' ? matchStop(bid, rest) : matchLimit(bid, rest);
};
