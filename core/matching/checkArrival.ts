import {type Decimal, fromNumber, toText} from '../domain/Decimal.ts';
import type {Side} from '../domain/Order.ts';
import {type Account, checkFunds} from './checkFunds.ts';
import {type Refusal, checkOrder} from './checkOrder.ts';
import type {FillSettings} from './FillSettings.ts';
import type {Listing} from './Listing.ts';
import {isWithin} from './levels.ts';
import type {RestingOrder} from './RestingOrder.ts';
import {quoteAround} from './slippage.ts';

/** Orders that may rest in one market. */
export const MAX_RESTING_ORDERS = 200;

/** The price that a taker would meet now, or null before the first price. */
const quoteNow = ({market, last, book}: Listing, settings: FillSettings, side: Side): Decimal | null => {
  const level = (side === 'buy' ? book?.book.asks : book?.book.bids)?.[0];
  if (level !== undefined) return fromNumber(level.price);

  return last === null ? null : quoteAround(market, settings, side, fromNumber(last));
};

const checkPostOnly = (
  listing: Listing,
  {intent, limitPrice}: RestingOrder,
  settings: FillSettings,
): Refusal | null => {
  const {postOnly, side} = intent;
  if (postOnly !== true || limitPrice === null) return null;
  const quote = quoteNow(listing, settings, side);
  if (quote === null || !isWithin(side, quote, limitPrice)) return null;

  return {code: 'POST_ONLY', reason: `A ${side} at "${intent.limitPrice}" would take liquidity at ${toText(quote)}.`};
};

const checkRoom = ({market, orders}: Listing): Refusal | null => {
  if (orders.length < MAX_RESTING_ORDERS) return null;

  return {code: 'TOO_MANY_ORDERS', reason: `${market.symbol} has ${orders.length} resting orders, the most it takes.`};
};

/** Why an order is not taken, or null when it is. */
export const checkArrival = (
  listing: Listing,
  order: RestingOrder,
  account: Account,
  settings: FillSettings,
): Refusal | null => {
  const price = order.limitPrice ?? order.stopPrice ?? quoteNow(listing, settings, order.intent.side);

  return (
    checkOrder(listing.market, order, price) ??
    checkPostOnly(listing, order, settings) ??
    checkRoom(listing) ??
    checkFunds(account, listing, order, price)
  );
};
