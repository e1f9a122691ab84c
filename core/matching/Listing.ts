import type {Book} from '../domain/Book.ts';
import type {Candle} from '../domain/Candle.ts';
import {type Decimal, ZERO, fromNumber, maximum, subtract, sum} from '../domain/Decimal.ts';
import type {Market} from '../domain/Market.ts';
import type {OrderIntent} from '../domain/Order.ts';
import type {RestingOrder} from './RestingOrder.ts';
import {Tape} from './Tape.ts';

/** The bar that is being played, its part, and what our orders have taken of its volume. */
export type BarInPlay = {readonly bar: Candle; part: 'open' | 'inside'; own: number; isAmbiguous: boolean};

/** One market at the paper exchange: its latest prices and the orders that rest in it, in the order of their coming. */
export type Listing = {
  market: Market;
  orders: RestingOrder[];
  readonly tape: Tape;
  last: number | null;
  book: {readonly book: Book; readonly time: number} | null;
  inPlay: BarInPlay | null;
};

export const newListing = (market: Market): Listing => ({
  market,
  orders: [],
  tape: new Tape(),
  last: null,
  book: null,
  inPlay: null,
});

/** The last traded price, or null before the first. */
export const lastOf = ({last}: Listing): Decimal | null => (last === null ? null : fromNumber(last));

/** Where an order that comes now stands towards the bar in play. */
export const placeIn = ({inPlay}: Listing): RestingOrder['placedIn'] =>
  inPlay === null ? null : {barTime: inPlay.bar.time, part: inPlay.part};

export const leftOf = (order: RestingOrder): Decimal => subtract(order.quantity, order.filled);

/** Open quantity of the orders that `counts` picks; of orders that cancel each other only the largest counts. */
export const openQuantity = (listing: Listing, counts: (intent: OrderIntent) => boolean): Decimal => {
  const largest = new Map<string, Decimal>();
  for (const order of listing.orders) {
    if (!counts(order.intent)) continue;
    const key = order.intent.ocoGroup ?? order.intent.clientOrderId;
    largest.set(key, maximum(largest.get(key) ?? ZERO, leftOf(order)));
  }

  return sum(largest.values());
};
