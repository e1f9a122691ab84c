import {type Decimal, ZERO} from '../../../core/domain/Decimal.ts';
import {Account, type AccountOptions} from './Account.ts';
import type {ExchangeEvent, ExchangeMode, OrderChange} from './events.ts';
import type {Instrument, InstrumentChange} from './Instrument.ts';
import {OrderBook} from './OrderBook.ts';
import type {ExchangeOrder} from './orders.ts';
import {TruthLedger} from './TruthLedger.ts';

/** Orders are found by the exchange's id or by the client's; a client's id finds open orders only. */
export type OrderReference = {readonly id: string} | {readonly clientOrderId: string};

/** Where an order lives. */
export type Place = {readonly account: Account; readonly instrument: Instrument; readonly book: OrderBook};

type Market = Omit<Place, 'account'>;

/** What the exchange knows at a moment, with its look-ups. */
export class ExchangeState {
  readonly truth = new TruthLedger();
  instruments: readonly Instrument[];
  readonly accounts = new Map<string, Account>();
  /** Open orders, the oldest first. */
  readonly orders = new Map<string, ExchangeOrder>();
  /** Orders that wait for their trigger, and those that wait for their end. */
  readonly triggers = new Set<ExchangeOrder>();
  readonly expiring = new Set<ExchangeOrder>();
  /** When each account's dead-man switch falls, ms UTC. */
  readonly deadMen = new Map<string, number>();
  readonly lastPrices = new Map<string, Decimal>();
  readonly tradeIds = new Map<string, number>();
  mode: ExchangeMode = 'online';
  time: number;
  readonly #markets = new Map<string, Market>();
  readonly #listeners: ((event: ExchangeEvent) => void)[] = [];

  constructor({instruments, time}: {instruments: readonly Instrument[]; time: number}) {
    this.instruments = instruments;
    this.time = time;
    for (const instrument of instruments) {
      const {symbol} = instrument;
      const book = new OrderBook((side, price, quantity) => this.emit({type: 'level', symbol, side, price, quantity}));
      this.#markets.set(symbol, {instrument, book});
    }
  }

  listen(listener: (event: ExchangeEvent) => void): void {
    this.#listeners.push(listener);
  }

  emit(event: ExchangeEvent): void {
    this.truth.record(event);
    for (const listener of this.#listeners) listener(event);
  }

  /** News of an order, for everybody's but the crowd's. */
  tell(order: ExchangeOrder, change: OrderChange): void {
    if (this.account(order.account).isCrowd) return;
    this.emit({type: 'order', change, order: copyOrder(order), time: this.time});
  }

  openAccount(name: string, options: AccountOptions): Account {
    if (this.accounts.has(name)) throw new Error(`There is already an account "${name}".`);
    const account = new Account(name, options);
    this.accounts.set(name, account);

    return account;
  }

  deposit(name: string, asset: string, amount: Decimal): void {
    const account = this.account(name);
    account.book(asset, amount);
    if (account.isCrowd) return;
    const news = {amount, balance: account.balance(asset), fee: ZERO, executionId: null, time: this.time};
    this.emit({type: 'balance', account: name, asset, ...news});
  }

  account(name: string): Account {
    const account = this.accounts.get(name);
    if (account === undefined)
      throw new Error(`Unknown account "${name}". Known: ${[...this.accounts.keys()].join(', ')}.`);

    return account;
  }

  market(symbol: string): Market | null {
    return this.#markets.get(symbol) ?? null;
  }

  changeInstrument(symbol: string, change: InstrumentChange): void {
    const market = this.market(symbol);
    if (market === null) throw new Error(`No market "${symbol}" whose rules could change.`);
    const instrument = {...market.instrument, ...change};
    this.#markets.set(symbol, {...market, instrument});
    this.instruments = this.instruments.map(each => (each.symbol === symbol ? instrument : each));
    this.emit({type: 'instrument', instrument, time: this.time});
  }

  placeOf(order: ExchangeOrder): Place {
    const market = this.market(order.request.symbol);
    if (market === null) throw new Error(`Order "${order.id}" is of no market here.`);

    return {...market, account: this.account(order.account)};
  }

  find(name: string, reference: OrderReference): ExchangeOrder | null {
    if ('id' in reference) {
      const order = this.orders.get(reference.id);
      return order?.account === name ? order : null;
    }
    for (const order of this.orders.values()) {
      if (order.account === name && order.request.clientOrderId === reference.clientOrderId) return order;
    }

    return null;
  }

  openOrders(name: string): readonly ExchangeOrder[] {
    return [...this.orders.values()].filter(order => order.account === name);
  }
}

/** The order as it stands now, for those who must not see it change. */
export const copyOrder = (order: ExchangeOrder): Readonly<ExchangeOrder> => ({
  ...order,
  executionIds: [...order.executionIds],
});
