import type {Candle} from '../../core/domain/Candle.ts';
import type {Clock, Timers} from '../../core/runtime/clock.ts';
import {Backoff} from '../net/Backoff.ts';
import type {ExactObject} from '../net/exactJson.ts';
import {integerOf} from '../net/fields.ts';
import type {SendHttp} from '../net/sendHttp.ts';
import {VenueError, VenueUnreachable} from '../net/VenueError.ts';
import type {Balance, FoundFill, FoundOrder} from '../orders/evidence.ts';
import {type AccountFees, readFees, readPairs} from './codec/readPairs.ts';
import {
  readAnswer,
  readBalanceList,
  readCandles,
  readFills,
  readOrders,
  readPublicTrades,
  readToken,
  type TradePage,
} from './codec/readRest.ts';
import {meaningOf} from './errors.ts';
import type {Pair} from './Pairs.ts';
import {RestCounter, type RestCounterLimits} from './RestCounter.ts';
import {sign} from './sign.ts';

export type Credentials = {readonly apiKey: string; readonly apiSecret: string};

export type KrakenRestParts = {
  /** Such as `https://api.kraken.com`. */
  readonly url: string;
  readonly credentials: Credentials | null;
  readonly send: SendHttp;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
  readonly counter: RestCounterLimits;
};

type Params = Readonly<Record<string, string | number>>;

const TIMEOUT_MS = 8_000;
/** Every call here reads, so it may be asked again. */
const ATTEMPTS = 3;
const RETRY = {firstMs: 1_000, maxMs: 8_000};
const PAGE = 50;
const MAX_PAGES = 40;

/**
 * Kraken's REST side: what is asked before a start, after a gap, or about an order that nobody is sure of. It never places one.
 * Signed calls go one after the other, because their nonces must arrive in order.
 */
export class KrakenRest {
  readonly #parts: KrakenRestParts;
  readonly #counter: RestCounter;
  #lastNonce = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(parts: KrakenRestParts) {
    this.#parts = parts;
    this.#counter = new RestCounter(parts.counter);
  }

  /** The venue's clock, s since 1970. */
  async seconds(): Promise<number> {
    return integerOf(await this.#public('Time', {}), 'unixtime');
  }

  async pairs(): Promise<readonly Pair[]> {
    return readPairs(await this.#public('AssetPairs', {}));
  }

  /** Closed candles, oldest first; the venue keeps 720 of each interval. */
  async candles(pair: string, intervalMinutes: number): Promise<readonly Candle[]> {
    return readCandles(await this.#public('OHLC', {pair, interval: intervalMinutes}));
  }

  /** Up to a thousand public trades after a time, ms UTC, or after the page before. */
  async trades(pair: string, symbol: string, after: number | string): Promise<TradePage> {
    const since = typeof after === 'number' ? `${after}000000` : after;

    return readPublicTrades(await this.#public('Trades', {pair, since}), symbol);
  }

  async token(): Promise<string> {
    return readToken(await this.#private('GetWebSocketsToken', {}, 1));
  }

  async open(): Promise<readonly FoundOrder[]> {
    return readOrders(await this.#private('OpenOrders', {}, 1), 'open');
  }

  /** Orders that ended after a time, ms UTC. */
  closed(since: number): Promise<readonly FoundOrder[]> {
    return this.#pages('ClosedOrders', {start: Math.floor(since / 1_000)}, result => readOrders(result, 'closed'));
  }

  /** The order in one of the two lists, or null. @throws when the venue did not look for the id. */
  async find(clientOrderId: string, list: 'open' | 'closed'): Promise<FoundOrder | null> {
    const [method, cost] = list === 'open' ? (['OpenOrders', 1] as const) : (['ClosedOrders', 2] as const);
    const orders = readOrders(await this.#private(method, {cl_ord_id: clientOrderId}, cost), list);
    const found = orders.find(order => order.clientOrderId === clientOrderId);
    if (found === undefined && orders.length > 0) {
      throw new VenueUnreachable(
        `${method} was asked for order "${clientOrderId}" and gave others: it proves nothing.`,
      );
    }

    return found ?? null;
  }

  /** Our executions after a time, ms UTC. */
  fills(since: number): Promise<readonly FoundFill[]> {
    return this.#pages('TradesHistory', {start: Math.floor(since / 1_000)}, readFills);
  }

  async balances(): Promise<readonly Balance[]> {
    return readBalanceList(await this.#private('BalanceEx', {}, 1));
  }

  async fees(pairs: readonly string[]): Promise<AccountFees> {
    return readFees(await this.#private('TradeVolume', {pair: pairs.join(',')}, 1));
  }

  async #pages<Item>(
    method: string,
    params: Params,
    read: (result: ExactObject) => readonly Item[],
  ): Promise<readonly Item[]> {
    const all: Item[] = [];
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const items = read(await this.#private(method, {...params, ofs: all.length}, 2));
      all.push(...items);
      if (items.length < PAGE) return all;
    }
    throw new RangeError(`${method} gave more than ${MAX_PAGES * PAGE} entries.`);
  }

  #public(method: string, params: Params): Promise<ExactObject> {
    const query = formOf(params);
    const url = `${this.#parts.url}/0/public/${method}${query === '' ? '' : `?${query}`}`;

    return this.#patiently(() => this.#exchange(method, {method: 'GET', url, timeoutMs: TIMEOUT_MS}));
  }

  #private(method: string, params: Params, cost: number): Promise<ExactObject> {
    const call = this.#queue.then(() => this.#patiently(() => this.#signed(method, params, cost)));
    this.#queue = call.catch(() => null);

    return call;
  }

  async #signed(method: string, params: Params, cost: number): Promise<ExactObject> {
    const {credentials, clock, url} = this.#parts;
    if (credentials === null) throw new Error(`${method} needs an API key, and none is set.`);
    await this.#wait(this.#counter.waitMs(clock.monotonic(), cost));
    this.#counter.spend(clock.monotonic(), cost);
    const path = `/0/private/${method}`;
    const nonce = this.#nextNonce();
    const body = formOf({nonce, ...params});
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
      'API-Key': credentials.apiKey,
      'API-Sign': sign({path, nonce, body, secret: credentials.apiSecret}),
    };

    return this.#exchange(method, {method: 'POST', url: url + path, headers, body, timeoutMs: TIMEOUT_MS});
  }

  async #exchange(method: string, request: Parameters<SendHttp>[0]): Promise<ExactObject> {
    const {errors, result} = await this.#send(method, request);
    const [error] = errors;
    if (error === undefined) return result;
    const failure = new VenueError(`Kraken refused ${method}: "${error}".`, meaningOf(error));
    if (failure.meaning.code === 'RATE_LIMITED') this.#counter.fill(this.#parts.clock.monotonic());
    throw failure;
  }

  /** Whatever is not an answer of the venue itself is one error, without what was sent. */
  async #send(method: string, request: Parameters<SendHttp>[0]): Promise<ReturnType<typeof readAnswer>> {
    try {
      const {status, text} = await this.#parts.send(request);
      if (status >= 500) throw new Error(`HTTP ${status}`);
      return readAnswer(text);
    } catch (error) {
      throw new VenueUnreachable(
        `Kraken gave no usable answer to ${method} at ${this.#parts.url}: ${describe(error)}.`,
      );
    }
  }

  async #patiently(call: () => Promise<ExactObject>): Promise<ExactObject> {
    const backoff = new Backoff(RETRY, this.#parts.random);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call();
      } catch (error) {
        if (attempt >= ATTEMPTS || !mayPass(error)) throw error;
        await this.#wait(backoff.next());
      }
    }
  }

  #wait(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve();

    return new Promise(resolve => {
      this.#parts.timers.after(ms, resolve);
    });
  }

  /** Microseconds, so that two calls of one millisecond differ; it never goes back when the clock does. */
  #nextNonce(): string {
    this.#lastNonce = Math.max(this.#lastNonce + 1, this.#parts.clock.now() * 1_000);

    return String(this.#lastNonce);
  }
}

const formOf = (params: Params): string =>
  new URLSearchParams(Object.entries(params).map(([key, value]) => [key, String(value)])).toString();

const mayPass = (error: unknown): boolean =>
  error instanceof VenueUnreachable || (error instanceof VenueError && error.meaning.outcome !== 'rejected');

const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const {cause} = error;

  return cause instanceof Error ? `${error.message} (${cause.message})` : error.message;
};
