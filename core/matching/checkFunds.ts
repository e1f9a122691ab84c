import {
  type Decimal,
  ONE,
  ZERO,
  absolute,
  add,
  divide,
  maximum,
  multiply,
  negate,
  subtract,
  toText,
} from '../domain/Decimal.ts';
import {type Market, roundQuantity} from '../domain/Market.ts';
import type {OrderIntent, Side} from '../domain/Order.ts';
import type {Refusal} from './checkOrder.ts';
import {notionalOf} from '../domain/notional.ts';
import {feeOf} from './fees.ts';
import type {Ledger} from './Ledger.ts';
import {type Listing, lastOf, leftOf, openQuantity} from './Listing.ts';
import type {RestingOrder} from './RestingOrder.ts';

/** What a new order is held against. */
export type Account = {
  readonly ledger: Ledger;
  /** Every market at the exchange. */
  readonly listings: readonly Listing[];
  /** Gross exposure that a margin account may carry, in multiples of its equity. */
  readonly leverage: Decimal;
};

const costOf = (market: Market, price: Decimal, quantity: Decimal): Decimal => {
  const notional = notionalOf('buy', price, quantity);

  return add(notional, feeOf(market, 'taker', notional));
};

const priceOf = (listing: Listing, order: RestingOrder): Decimal =>
  order.limitPrice ?? order.stopPrice ?? lastOf(listing) ?? ZERO;

/** Cash that open buys of one listing may still cost; of orders that cancel each other the dearest counts. */
const reservedIn = (listing: Listing): Decimal => {
  const dearest = new Map<string, Decimal>();
  for (const order of listing.orders) {
    if (order.intent.side !== 'buy' || order.intent.reduceOnly) continue;
    const key = order.intent.ocoGroup ?? order.intent.clientOrderId;
    const cost = costOf(listing.market, priceOf(listing, order), leftOf(order));
    dearest.set(key, maximum(dearest.get(key) ?? ZERO, cost));
  }

  return [...dearest.values()].reduce(add, ZERO);
};

const listingsIn = ({listings}: Account, quote: string): readonly Listing[] =>
  listings.filter(listing => listing.market.quote === quote);

const lacking = (quote: string, needed: Decimal, available: Decimal): Refusal | null => {
  if (needed <= available) return null;

  return {
    code: 'INSUFFICIENT_FUNDS',
    reason: `Needs ${toText(needed)} ${quote}, available are ${toText(available)}.`,
  };
};

const checkSpotBuy = (account: Account, {market}: Listing, quantity: Decimal, price: Decimal): Refusal | null => {
  const reserved = listingsIn(account, market.quote).map(reservedIn).reduce(add, ZERO);
  const available = subtract(account.ledger.cash(market.quote), reserved);

  return lacking(market.quote, costOf(market, price, quantity), available);
};

const isSibling = (a: OrderIntent, b: OrderIntent): boolean => a.ocoGroup !== undefined && a.ocoGroup === b.ocoGroup;

const opens = (order: OrderIntent, side: Side): boolean => order.side === side && !order.reduceOnly;

const checkSpotSell = ({ledger}: Account, listing: Listing, {intent, quantity}: RestingOrder): Refusal | null => {
  const {symbol} = listing.market;
  const promised = openQuantity(listing, other => other.side === 'sell' && !isSibling(intent, other));
  const free = subtract(ledger.position(symbol), promised);
  if (quantity <= free) return null;

  return {
    code: 'SHORT_NOT_ALLOWED',
    reason: `${symbol} is a spot market: cannot sell "${intent.quantity}", free to sell are ${toText(maximum(free, ZERO))}.`,
  };
};

/** Largest absolute position that a market can come to when the worst subset of its open orders fills. */
const worstPosition = (ledger: Ledger, listing: Listing, bought: Decimal, sold: Decimal): Decimal => {
  const held = ledger.position(listing.market.symbol);
  const up = add(
    add(
      held,
      openQuantity(listing, order => opens(order, 'buy')),
    ),
    bought,
  );
  const down = subtract(
    subtract(
      held,
      openQuantity(listing, order => opens(order, 'sell')),
    ),
    sold,
  );

  return maximum(up, negate(down));
};

const checkMargin = (account: Account, listing: Listing, order: RestingOrder, price: Decimal): Refusal | null => {
  const {quote} = listing.market;
  let [equity, gross] = [account.ledger.cash(quote), ZERO];
  for (const each of listingsIn(account, quote)) {
    const mark = lastOf(each) ?? price;
    const asked = each === listing ? order.quantity : ZERO;
    const [bought, sold] = order.intent.side === 'buy' ? [asked, ZERO] : [ZERO, asked];
    equity = add(equity, multiply(account.ledger.position(each.market.symbol), mark, 'floor'));
    gross = add(
      gross,
      multiply(worstPosition(account.ledger, each, bought, sold), maximum(mark, each === listing ? price : mark), 'up'),
    );
  }

  return lacking(quote, gross, multiply(equity, account.leverage, 'floor'));
};

/** Checks that the account can carry an order at `price`, the worst that it is likely to pay; null price: nothing is known yet. */
export const checkFunds = (
  account: Account,
  listing: Listing,
  order: RestingOrder,
  price: Decimal | null,
): Refusal | null => {
  const {symbol, kind} = listing.market;
  const {side, reduceOnly} = order.intent;
  if (reduceOnly) {
    if (account.ledger.reducible(symbol, side) > ZERO) return null;

    return {code: 'NOTHING_TO_REDUCE', reason: `No ${symbol} position that a ${side} would reduce.`};
  }
  if (kind === 'spot' && side === 'sell') return checkSpotSell(account, listing, order);
  if (price === null || order.quantity <= account.ledger.reducible(symbol, side)) return null;

  return kind === 'spot'
    ? checkSpotBuy(account, listing, order.quantity, price)
    : checkMargin(account, listing, order, price);
};

/** Quantity that the cash really pays for at a price; a spot buy may find that the market ran away. */
export const affordable = (ledger: Ledger, market: Market, price: Decimal, quantity: Decimal): Decimal => {
  const cash = ledger.cash(market.quote);
  if (costOf(market, price, quantity) <= cash) return quantity;
  if (cash <= ZERO) return ZERO;
  const unit = multiply(price, add(ONE, absolute(market.takerFee)), 'up');

  return roundQuantity(market, divide(cash, unit, 'down'));
};
