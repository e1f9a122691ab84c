import {type Decimal, subtract, ZERO} from '../../../core/domain/Decimal.ts';
import type {Account, AccountOptions} from './Account.ts';
import {Admission, type AmendRequest, amended} from './Admission.ts';
import {Clearing} from './Clearing.ts';
import type {ExchangeEvent, ExchangeMode} from './events.ts';
import {copyOrder, ExchangeState, type OrderReference} from './ExchangeState.ts';
import type {Instrument, InstrumentChange} from './Instrument.ts';
import {idOf} from './ids.ts';
import {ADD_COST, cancelCost} from './limits.ts';
import {Matcher} from './Matcher.ts';
import type {OrderBook} from './OrderBook.ts';
import {type ExchangeOrder, isTriggerKind, type OrderRequest} from './orders.ts';
import {type Refused, refused} from './Refusal.ts';
import {type ExchangePast, restoreState} from './restoreState.ts';
import type {TruthLedger} from './TruthLedger.ts';

/** Account that every fee goes to. */
export const FEE_ACCOUNT = 'exchange';
/** Far more orders than one incarnation takes, the crowd's included. */
const IDS_PER_INCARNATION = 1_000_000_000;

export type Accepted = {readonly ok: true; readonly order: Readonly<ExchangeOrder>};

/**
 * A spot exchange as a value in memory: orders of several accounts meet by price and then by time.
 * It has no clock: every command brings its time (ms UTC), and time never goes back.
 */
export class Exchange {
  readonly #state: ExchangeState;
  readonly #admission: Admission;
  readonly #matcher: Matcher;
  readonly #clearing: Clearing;
  #count = 0;

  constructor(options: {instruments: readonly Instrument[]; time: number}) {
    this.#state = new ExchangeState(options);
    const feeAccount = this.#state.openAccount(FEE_ACCOUNT, {isCrowd: true});
    this.#clearing = new Clearing(feeAccount, event => this.#state.emit(event));
    this.#admission = new Admission(this.#state, this.#clearing);
    this.#matcher = new Matcher(this.#state, this.#clearing);
  }

  get time(): number {
    return this.#state.time;
  }

  get mode(): ExchangeMode {
    return this.#state.mode;
  }

  /** Every order and execution of those who are not the crowd. */
  get truth(): TruthLedger {
    return this.#state.truth;
  }

  get instruments(): readonly Instrument[] {
    return this.#state.instruments;
  }

  get accounts(): readonly Account[] {
    return [...this.#state.accounts.values()];
  }

  /** Hears of everything that happens, while it happens: a listener must not give commands. */
  listen(listener: (event: ExchangeEvent) => void): void {
    this.#state.listen(listener);
  }

  openAccount(name: string, deposits: Readonly<Record<string, Decimal>>, options: AccountOptions = {}): Account {
    const account = this.#state.openAccount(name, options);
    for (const [asset, amount] of Object.entries(deposits)) this.deposit(name, asset, amount);

    return account;
  }

  /** Adds to an account from outside; takes out where the amount is below zero. */
  deposit(name: string, asset: string, amount: Decimal): void {
    this.#state.deposit(name, asset, amount);
  }

  account(name: string): Account {
    return this.#state.account(name);
  }

  /** Throws on an unknown symbol, naming those that are traded. */
  book(symbol: string): OrderBook {
    const market = this.#state.market(symbol);
    if (market !== null) return market.book;

    throw new Error(`Unknown symbol "${symbol}". Known: ${this.instruments.map(each => each.symbol).join(', ')}.`);
  }

  instrument(symbol: string): Instrument | null {
    return this.#state.market(symbol)?.instrument ?? null;
  }

  lastPrice(symbol: string): Decimal | null {
    return this.#state.lastPrices.get(symbol) ?? null;
  }

  /** 0 before the first trade. */
  lastTradeId(symbol: string): number {
    return this.#state.tradeIds.get(symbol) ?? 0;
  }

  /** The last trade before the exchange opened: ids go on from there. */
  setLastTrade(symbol: string, {price, id}: {price: Decimal; id: number}): void {
    this.#state.lastPrices.set(symbol, price);
    this.#state.tradeIds.set(symbol, id);
  }

  /** Goes on after a closure, before anything else happens. Ids of incarnation n begin far behind those of the ones before. */
  restore(past: ExchangePast, incarnation: number): void {
    restoreState(this.#state, past);
    this.#count = incarnation * IDS_PER_INCARNATION;
    this.#clearing.countExecutions(this.truth.executions.length);
  }

  openOrders(name: string): readonly Readonly<ExchangeOrder>[] {
    return this.#state.openOrders(name).map(copyOrder);
  }

  /** Begins or ends a maintenance mode; open orders stay. */
  setMode(mode: ExchangeMode, time: number): void {
    this.advance(time);
    this.#state.mode = mode;
    this.#state.emit({type: 'mode', mode, time: this.time});
  }

  /** Changes the rules of a market; open orders stay as they are. */
  changeInstrument(symbol: string, change: InstrumentChange, time: number): void {
    this.advance(time);
    this.#state.changeInstrument(symbol, change);
  }

  /** Lets time pass: orders expire, dead-man switches fall. */
  advance(time: number): void {
    this.#state.time = Math.max(this.time, time);
    for (const order of this.#state.expiring) {
      const end = order.request.expiresAt ?? Number.POSITIVE_INFINITY;
      if (end <= this.time) this.#matcher.end(order, 'expired', 'Order expired');
    }
    for (const [name, due] of this.#state.deadMen) {
      if (due > this.time) continue;
      this.#setDeadMan(name, null);
      this.#endAll(name, 'Cancel all orders after timeout');
    }
  }

  /** The next moment at which time alone changes something, or null. */
  nextDue(): number | null {
    const ends = [...this.#state.expiring].map(order => order.request.expiresAt ?? Number.POSITIVE_INFINITY);
    const dues = [...this.#state.deadMen.values(), ...ends];

    return dues.length === 0 ? null : Math.min(...dues);
  }

  /** What `submit` would say, without doing it. */
  validate(name: string, request: OrderRequest, time: number): Refused | {readonly ok: true} {
    this.advance(time);
    const refusal = this.#admission.check(this.account(name), request);

    return refusal === null ? {ok: true} : refused(refusal);
  }

  submit(name: string, request: OrderRequest, time: number): Accepted | Refused {
    this.advance(time);
    const account = this.account(name);
    if (account.counter(request.symbol)?.tryAdd(ADD_COST, this.time) === false) return refused('RATE_LIMIT');
    const refusal = this.#admission.check(account, request);
    if (refusal !== null) return refused(refusal);
    const order = this.#accept(account, request);
    this.#matcher.fireTriggers(request.symbol);

    return {ok: true, order: copyOrder(order)};
  }

  /** Changes an open order under its id. It keeps its place in the queue unless its price changes or it grows. */
  amend(name: string, reference: OrderReference, change: AmendRequest, time: number): Accepted | Refused {
    this.advance(time);
    const order = this.#state.find(name, reference);
    if (order === null) return refused('UNKNOWN_ORDER');
    const refusal = this.#admission.checkAmend(order, change);
    if (refusal !== null) return refused(refusal);
    this.#applyAmend(order, change);
    this.#matcher.fireTriggers(order.request.symbol);

    return {ok: true, order: copyOrder(order)};
  }

  /** A cancel is counted but never refused for its count: what protects an account must always pass. */
  cancel(name: string, reference: OrderReference, time: number): Accepted | Refused {
    this.advance(time);
    const order = this.#state.find(name, reference);
    if (order === null) return refused('UNKNOWN_ORDER');
    if (this.mode === 'maintenance') return refused('UNAVAILABLE');
    this.account(name)
      .counter(order.request.symbol)
      ?.add(cancelCost(this.time - order.touchedAt), this.time);
    this.#matcher.end(order, 'canceled', 'User requested');

    return {ok: true, order: copyOrder(order)};
  }

  /** Number of orders that went. */
  cancelAll(name: string, time: number): number {
    this.advance(time);

    return this.#endAll(name, 'User requested');
  }

  /** Everything of the account is canceled when this much time passes without another call; 0 disarms. */
  armDeadMan(name: string, timeoutMs: number, time: number): {readonly firesAt: number | null} {
    this.advance(time);
    const firesAt = timeoutMs <= 0 ? null : this.time + timeoutMs;
    this.#setDeadMan(name, firesAt);

    return {firesAt};
  }

  #setDeadMan(account: string, firesAt: number | null): void {
    if (firesAt === null) this.#state.deadMen.delete(account);
    else this.#state.deadMen.set(account, firesAt);
    this.#state.emit({type: 'deadMan', account, firesAt, time: this.time});
  }

  #endAll(name: string, reason: string): number {
    const orders = this.#state.openOrders(name);
    for (const order of orders) this.#matcher.end(order, 'canceled', reason);

    return orders.length;
  }

  #accept(account: Account, request: OrderRequest): ExchangeOrder {
    this.#count += 1;
    const order = newOrder(
      account.isCrowd ? `C${this.#count}` : idOf('O', this.#count),
      account.name,
      request,
      this.time,
    );
    const place = this.#state.placeOf(order);
    const need = this.#admission.need(place, request);
    this.#state.orders.set(order.id, order);
    this.#clearing.setHold(account, place.instrument, order, need);
    this.#state.tell(order, 'pending_new');
    if (request.expiresAt !== null) this.#state.expiring.add(order);
    order.status = 'new';
    this.#state.tell(order, 'new');
    if (isTriggerKind(request.kind)) this.#state.triggers.add(order);
    else this.#matcher.work(order);

    return order;
  }

  #applyAmend(order: ExchangeOrder, change: AmendRequest): void {
    const {account, instrument, book} = this.#state.placeOf(order);
    const next = amended(order, change);
    const isWaiting = this.#state.triggers.has(order);
    const keepsPlace = !isWaiting && next.limitPrice === order.limitPrice && next.quantity <= order.quantity;
    this.#clearing.setHold(account, instrument, order, this.#admission.amendedNeed(order, change));
    if (keepsPlace) book.reduce(order, subtract(order.quantity, next.quantity));
    else if (!isWaiting) book.remove(order);
    Object.assign(order, next, {touchedAt: this.time});
    this.#state.tell(order, 'amended');
    if (!keepsPlace && !isWaiting) this.#matcher.work(order);
  }
}

const newOrder = (id: string, account: string, request: OrderRequest, time: number): ExchangeOrder => ({
  id,
  account,
  request,
  openedAt: time,
  touchedAt: time,
  quantity: request.quantity,
  limitPrice: request.limitPrice,
  triggerPrice: request.triggerPrice,
  status: 'pending_new',
  filled: ZERO,
  cost: ZERO,
  fee: ZERO,
  hold: ZERO,
  isTriggered: false,
  closedAt: null,
  reason: '',
  executionIds: [],
});
