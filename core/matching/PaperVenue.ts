import type {AccountSnapshot} from '../domain/AccountSnapshot.ts';
import type {Book} from '../domain/Book.ts';
import type {Candle} from '../domain/Candle.ts';
import {type Decimal, ZERO, decimal, toText} from '../domain/Decimal.ts';
import {type DecimalText, type MarketSpec, readMarket} from '../domain/Market.ts';
import type {OrderIntent} from '../domain/Order.ts';
import type {OrderReport} from '../domain/OrderReport.ts';
import type {Trade} from '../domain/Trade.ts';
import {isAmbiguous, queueForBar} from './barQueue.ts';
import {checkArrival} from './checkArrival.ts';
import type {Account} from './checkFunds.ts';
import {type Refusal, checkPrice, checkQuantity} from './checkOrder.ts';
import {Clearing, type Proof} from './Clearing.ts';
import type {Evidence} from './Evidence.ts';
import {DEFAULT_FILL_SETTINGS, type FillSettings} from './FillSettings.ts';
import type {Balance, Holding} from './Ledger.ts';
import {type Listing, lastOf, newListing, placeIn} from './Listing.ts';
import {matchOrder} from './matchOrder.ts';
import {barRest, openPrint, tradePrint} from './readEvidence.ts';
import {type RestingOrder, canReach, isMetByOpen, isMetByRest, moveStop, placeOrder} from './RestingOrder.ts';
import {accepted, amended, openOrder} from './reports.ts';

/** Gross exposure that a margin account may carry, in multiples of its equity. */
const DEFAULT_LEVERAGE = '3';

export type PaperVenueOptions = {
  readonly balances: readonly Balance[];
  readonly fill?: Partial<FillSettings>;
  readonly leverage?: DecimalText;
};

/** An order as the bot's journal knows it, to rebuild the exchange from. */
export type RestoredOrder = {
  readonly intent: OrderIntent;
  /** Present size and trigger, amendments included. */
  readonly quantity: Decimal;
  readonly stopPrice: Decimal | null;
  readonly filled: Decimal;
  /** Number of executions so far: the next one continues from it. */
  readonly fillCount: number;
  /** Market time at which it was sent. */
  readonly placedAt: number;
};

/** Everything that a rebuilt exchange goes on from. */
export type RestoredAccount = {
  readonly balances: readonly Balance[];
  readonly holdings: readonly Holding[];
  readonly openOrders: readonly RestoredOrder[];
  /** Ids of final orders that must not live again, the latest ones suffice. */
  readonly closedIds?: readonly string[];
};

const NONE: readonly OrderReport[] = [];
const NO_ORDERS: readonly RestingOrder[] = [];

/**
 * The paper exchange: takes orders, holds them against trades, books and bars, and reports what comes of it.
 * It reads no clock and no chance: the caller brings market time, in order, and the same calls give the same reports.
 */
export class PaperVenue {
  readonly #settings: FillSettings;
  readonly #leverage: Decimal;
  readonly #listings = new Map<string, Listing>();
  readonly #clearing = new Clearing();
  #ambiguousBars = 0;
  #acceptedOrders = 0;

  constructor({balances, fill = {}, leverage = DEFAULT_LEVERAGE}: PaperVenueOptions) {
    this.#settings = {...DEFAULT_FILL_SETTINGS, ...fill};
    this.#leverage = decimal(leverage);
    this.#clearing.ledger.set(balances, []);
  }

  /** Bars that could not tell what happened to an order of ours; the policy decided. */
  get ambiguousBars(): number {
    return this.#ambiguousBars;
  }

  /** Orders accepted since the start. */
  get acceptedOrders(): number {
    return this.#acceptedOrders;
  }

  /** True where a bar surely meets no order of this market: then it changes the last price alone. */
  isUntouchedBy(symbol: string, bar: Candle): boolean {
    const orders = this.#listings.get(symbol)?.orders ?? NO_ORDERS;
    // The open lies within the range.
    for (const order of orders) if (isMetByRest(order, bar)) return false;

    return true;
  }

  /** Adds markets, or renews the numbers of known ones. */
  list(specs: readonly MarketSpec[]): void {
    for (const spec of specs) {
      const listing = this.#listings.get(spec.symbol);
      if (listing === undefined) this.#listings.set(spec.symbol, newListing(readMarket(spec)));
      else listing.market = readMarket(spec);
    }
  }

  /** Takes an order. The same id a second time makes no second order. */
  accept(intent: OrderIntent, time: number): readonly OrderReport[] {
    const {clientOrderId} = intent;
    const resting = this.#clearing.orders.get(clientOrderId);
    if (resting !== undefined) return [accepted(resting.order, time)];
    if (this.#clearing.isClosed(clientOrderId)) return NONE;

    const listing = this.#listings.get(intent.symbol);
    if (listing === undefined) return this.#reject(intent, time, this.#unknownSymbol(intent));
    const order = placeOrder(intent, {activeFrom: time, arrivalPrice: lastOf(listing), placedIn: placeIn(listing)});
    const refusal = checkArrival(listing, order, this.#account, this.#settings);
    if (refusal !== null) return this.#reject(intent, time, refusal);
    this.#clearing.open(listing, order);
    this.#acceptedOrders += 1;

    return [accepted(order, time)];
  }

  /** Takes an order out of the market. Nothing to say for one that is final; one that is not known does not rest here. */
  cancel(clientOrderId: string, time: number): readonly OrderReport[] {
    const found = this.#clearing.orders.get(clientOrderId);
    if (found !== undefined) return [this.#clearing.cancel(found.listing, found.order, time, 'It was asked for.')];
    if (this.#clearing.isClosed(clientOrderId)) return NONE;

    return [{kind: 'canceled', time, clientOrderId, reason: 'No such order is known here.'}];
  }

  /**
   * Sets the whole size and, for a stop, the trigger; the trigger counts after the latency. A size that is already filled cancels the rest.
   * @throws RangeError on a quantity off the lot grid, a price off the tick grid, or a trigger for an order that has none.
   */
  amend(clientOrderId: string, quantity: Decimal, stopPrice: Decimal | null, time: number): readonly OrderReport[] {
    const found = this.#clearing.orders.get(clientOrderId);
    if (found === undefined) return NONE;
    const {order, listing} = found;
    const refusal = checkQuantity(listing.market, quantity) ?? checkPrice(listing.market, 'Stop price', stopPrice);
    if (refusal !== null) throw new RangeError(`Cannot amend "${clientOrderId}": ${refusal.reason}`);
    if (stopPrice !== null && order.stopPrice === null)
      throw new RangeError(`Order "${clientOrderId}" has no stop price to amend.`);
    if (quantity <= order.filled)
      return [this.#clearing.cancel(listing, order, time, 'It was amended to what is filled.')];

    order.quantity = quantity;
    if (stopPrice !== null && stopPrice !== order.stopPrice) moveStop(order, stopPrice, time);

    return [amended(order, time)];
  }

  /** Takes one public trade. Costs next to nothing while no order rests in its market. */
  onTrade(trade: Trade): readonly OrderReport[] {
    const listing = this.#listings.get(trade.symbol);
    if (listing === undefined) return NONE;
    listing.tape.add(trade.time, trade.price, trade.quantity);
    listing.last = trade.price;
    if (listing.orders.length === 0) return NONE;

    const isReady = (order: RestingOrder): boolean =>
      trade.time >= order.activeFrom + this.#settings.latencyMs && canReach(order, trade.price, trade.price);

    return this.#match(listing, listing.orders, {kind: 'trade', time: trade.time}, isReady, () =>
      tradePrint(listing, trade, this.#settings),
    );
  }

  /** Takes the visible book after a change. */
  onBook(symbol: string, book: Book, time: number): readonly OrderReport[] {
    const listing = this.#listings.get(symbol);
    if (listing === undefined) return NONE;
    listing.book = {book, time};
    if (listing.orders.length === 0) return NONE;

    const isReady = (order: RestingOrder): boolean => time >= order.activeFrom + this.#settings.latencyMs;

    return this.#match(listing, listing.orders, {kind: 'book', time}, isReady, () => ({kind: 'book', book}));
  }

  /** Begins a bar: its open is held against the orders that were there before it. `time` is put on the reports. */
  onBarOpen(symbol: string, bar: Candle, time = bar.time): readonly OrderReport[] {
    const listing = this.#listings.get(symbol);
    if (listing === undefined) return NONE;
    listing.inPlay = {bar, part: 'open', own: 0, isAmbiguous: false};
    listing.last = bar.open;

    for (const order of listing.orders) if (isMetByOpen(order, bar)) return this.#matchOpen(listing, bar, time);

    return NONE;
  }

  /** Holds the bar's range against the orders; again for the orders that came of it, until none comes. */
  onBarRest(symbol: string, bar: Candle, time: number): readonly OrderReport[] {
    const listing = this.#listings.get(symbol);
    if (listing === undefined) return NONE;
    if (listing.inPlay?.bar.time !== bar.time) throw new Error(`The bar ${bar.time} of ${symbol} was not opened.`);
    listing.inPlay.part = 'inside';

    for (const order of listing.orders) if (isMetByRest(order, bar)) return this.#matchRest(listing, bar, time);

    return NONE;
  }

  /** Ends a bar: what comes now waits for the next one. */
  onBarClose(symbol: string, bar: Candle): void {
    const listing = this.#listings.get(symbol);
    if (listing === undefined) return;
    listing.inPlay = null;
    listing.last = bar.close;
  }

  /** Cash by currency, positions by market, what rests, and the latest executions since the start. */
  account(time: number): AccountSnapshot {
    const {ledger, orders, executions} = this.#clearing;

    return {
      time,
      openOrders: [...orders.values()].map(({order}) => openOrder(order)),
      executions: [...executions],
      balances: ledger.balances().map(({asset, total}) => ({asset, total: toText(total)})),
      positions: ledger.holdings().map(({symbol, quantity}) => ({symbol, quantity: toText(quantity)})),
    };
  }

  /**
   * Rebuilds the exchange from the bot's journal. Execution ids go on from each order's count of fills, so none comes twice.
   * @throws Error when an order's market is not listed.
   */
  restore({balances, holdings, openOrders, closedIds = []}: RestoredAccount): void {
    this.#clearing.ledger.set(balances, holdings);
    for (const id of closedIds) this.#clearing.remember(id);
    for (const {intent, placedAt, ...rest} of openOrders) {
      const listing = this.#listings.get(intent.symbol);
      if (listing === undefined)
        throw new Error(`Cannot restore "${intent.clientOrderId}": ${this.#unknownSymbol(intent).reason}`);
      const order = placeOrder(intent, {activeFrom: placedAt, arrivalPrice: null, placedIn: null});
      if (rest.stopPrice !== null) moveStop(order, rest.stopPrice, placedAt);
      const isTriggered = intent.type === 'stop' && rest.filled > ZERO;
      Object.assign(order, rest, {earlierStop: null, isTriggered, isResting: intent.type === 'limit'});
      this.#clearing.open(listing, order);
    }
  }

  #matchOpen(listing: Listing, bar: Candle, time: number): readonly OrderReport[] {
    const isReady = (order: RestingOrder): boolean => isMetByOpen(order, bar);

    return this.#match(listing, listing.orders, {kind: 'bar', time}, isReady, () =>
      openPrint(listing, bar, this.#settings),
    );
  }

  #matchRest(listing: Listing, bar: Candle, time: number): readonly OrderReport[] {
    const isReady = (order: RestingOrder): boolean => isMetByRest(order, bar);
    const ready = listing.orders.filter(isReady);
    this.#countAmbiguity(listing, ready, bar);
    const queue = queueForBar(ready, this.#settings.policy);

    return this.#match(listing, queue, {kind: 'bar', time}, isReady, () => barRest(listing, bar, this.#settings));
  }

  #match(
    listing: Listing,
    queue: readonly RestingOrder[],
    proof: Proof,
    isReady: (order: RestingOrder) => boolean,
    read: () => Evidence,
  ): readonly OrderReport[] {
    const reports: OrderReport[] = [];
    for (const order of queue) {
      if (!order.isOpen || !isReady(order)) continue;
      const wanted = this.#clearing.wanted(listing, order);
      if (wanted === ZERO) continue;
      const match = matchOrder({order, wanted, market: listing.market, settings: this.#settings}, read());
      this.#clearing.settle(listing, order, match, proof, reports);
    }

    return reports;
  }

  #countAmbiguity({inPlay, market}: Listing, orders: readonly RestingOrder[], bar: Candle): void {
    if (inPlay === null || inPlay.isAmbiguous || !isAmbiguous(orders, market, bar)) return;
    inPlay.isAmbiguous = true;
    this.#ambiguousBars += 1;
  }

  get #account(): Account {
    return {ledger: this.#clearing.ledger, listings: [...this.#listings.values()], leverage: this.#leverage};
  }

  #reject({clientOrderId}: OrderIntent, time: number, refusal: Refusal): readonly OrderReport[] {
    this.#clearing.remember(clientOrderId);

    return [{kind: 'rejected', time, clientOrderId, ...refusal}];
  }

  #unknownSymbol({symbol}: OrderIntent): Refusal {
    const known = [...this.#listings.keys()].sort().join(', ');

    return {code: 'UNKNOWN_SYMBOL', reason: `Unknown market "${symbol}". Known: ${known}.`};
  }
}
