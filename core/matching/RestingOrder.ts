import type {Candle} from '../domain/Candle.ts';
import {type Decimal, ZERO, decimal, toNumber} from '../domain/Decimal.ts';
import type {DecimalText} from '../domain/Market.ts';
import type {OrderIntent} from '../domain/Order.ts';

/** An order that lives at the paper exchange. */
export type RestingOrder = {
  readonly intent: OrderIntent;
  readonly venueOrderId: string;
  readonly limitPrice: Decimal | null;
  quantity: Decimal;
  stopPrice: Decimal | null;
  /** The trigger before the last amendment: in force until the latency of the amendment is over. */
  earlierStop: Decimal | null;
  amendedAt: number;
  filled: Decimal;
  fillCount: number;
  /** Market time at which it was sent; moved on when it must wait for new liquidity. */
  activeFrom: number;
  /** Last price when it came in, or null when there was none. */
  readonly arrivalPrice: Decimal | null;
  /** The bar during which it was placed, and whether at its open or somewhere inside. */
  readonly placedIn: {readonly barTime: number; readonly part: 'open' | 'inside'} | null;
  /** A stop whose price was touched: a market order from then on. */
  isTriggered: boolean;
  /** A limit order that met the market once without taking: a maker from then on. */
  isResting: boolean;
  isOpen: boolean;
  /** The limit or trigger as a float, to pass over prices that cannot reach it without exact arithmetic. */
  level: number;
};

export const optionalDecimal = (text: DecimalText | undefined): Decimal | null =>
  text === undefined ? null : decimal(text);

/** The id at the exchange, made from ours, so that a rebuilt exchange names its orders as before. */
export const venueOrderIdOf = (clientOrderId: string): string => `paper-${clientOrderId}`;

/** A fresh order, as it comes in. */
export const placeOrder = (
  intent: OrderIntent,
  at: Pick<RestingOrder, 'activeFrom' | 'arrivalPrice' | 'placedIn'>,
): RestingOrder => ({
  intent,
  venueOrderId: venueOrderIdOf(intent.clientOrderId),
  limitPrice: optionalDecimal(intent.limitPrice),
  quantity: decimal(intent.quantity),
  stopPrice: optionalDecimal(intent.stopPrice),
  earlierStop: null,
  amendedAt: at.activeFrom,
  filled: ZERO,
  fillCount: 0,
  isTriggered: false,
  isResting: false,
  isOpen: true,
  level: Number(intent.stopPrice ?? intent.limitPrice ?? 'NaN'),
  ...at,
});

/** True for an order that takes at the market: a market order, or a stop that was touched. */
export const isTaking = (order: RestingOrder): boolean => order.intent.type === 'market' || order.isTriggered;

/** True for an order that a rising price reaches. */
export const looksUp = ({intent}: RestingOrder): boolean => (intent.side === 'buy') === (intent.type === 'stop');

/** Moves the trigger; the earlier one stays in force until the latency is over. */
export const moveStop = (order: RestingOrder, stopPrice: Decimal, time: number): void => {
  const [earlier, later] = [order.level, toNumber(stopPrice)];
  order.earlierStop = order.stopPrice;
  order.amendedAt = time;
  order.stopPrice = stopPrice;
  order.level = looksUp(order) ? Math.min(earlier, later) : Math.max(earlier, later);
};

/** False when prices between `low` and `high` surely change nothing about an order. */
export const canReach = (order: RestingOrder, low: number, high: number): boolean => {
  if (isTaking(order) || (order.intent.type === 'limit' && !order.isResting)) return true;

  return looksUp(order) ? high >= order.level : low <= order.level;
};

/** Whether a bar's open may do something to an order that was there before it. */
export const isMetByOpen = (order: RestingOrder, {time, open}: Candle): boolean =>
  order.activeFrom <= time && canReach(order, open, open);

/** Whether the rest of a bar may do something to an order that was there before it, or came in it. */
export const isMetByRest = (order: RestingOrder, {time, low, high}: Candle): boolean =>
  (order.activeFrom <= time || order.placedIn?.barTime === time) && canReach(order, low, high);
