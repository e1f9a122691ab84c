import type {Timeframe} from '../../core/domain/Candle.ts';
import {nodeClock, nodeTimers} from '../../core/runtime/clock.ts';
import {sendHttp} from '../net/sendHttp.ts';
import type {CcxtEdge} from './CcxtEdge.ts';
import {CcxtCalls} from './CcxtCalls.ts';
import type {CcxtClient} from './CcxtClient.ts';
import {openClient} from './openClient.ts';
import {quirksOf} from './quirks.ts';
import {spotMarket} from './readMarket.ts';

export type CcxtHistoryOptions = {
  /** ccxt's name of the exchange. */
  readonly exchange: string;
  readonly urls?: Readonly<Record<string, unknown>>;
  readonly edge?: Partial<CcxtEdge>;
};

/** One bar as the exchange wrote it: time in ms, then open, high, low, close and volume as decimal text. */
export type BarTexts = readonly [time: number, open: string, high: string, low: string, close: string, volume: string];

const HTTP_TIMEOUT_MS = 8_000;

/** Bars of the past from any exchange that ccxt knows: public questions only, within the same limits as everything else there. */
export class CcxtHistory {
  readonly #client: CcxtClient;
  readonly #calls: CcxtCalls;
  readonly #now: () => number;

  private constructor(client: CcxtClient, calls: CcxtCalls, now: () => number) {
    this.#client = client;
    this.#calls = calls;
    this.#now = now;
  }

  /** @throws RangeError when ccxt has no such exchange, or it gives no bars. */
  static async open({exchange, urls, edge}: CcxtHistoryOptions): Promise<CcxtHistory> {
    const whole = {clock: nodeClock, timers: nodeTimers, random: Math.random, sendHttp, ...edge};
    const credentials = {apiKey: '', apiSecret: ''};
    const places = urls === undefined ? {} : {urls};
    const client = await openClient({exchange, credentials, ...whole, timeoutMs: HTTP_TIMEOUT_MS, ...places});
    if (client.has['fetchOHLCV'] === false) throw new RangeError(`${exchange} gives no bars by ccxt.`);
    const calls = new CcxtCalls({...whole, client, quirks: quirksOf(exchange, client.has)});

    return new CcxtHistory(client, calls, () => whole.clock.now());
  }

  /** @throws RangeError that names the known symbols; VenueUnreachable without a network. */
  async check(symbol: string): Promise<void> {
    const markets = await this.#calls.ofMarket('the markets', client => client.loadMarkets());
    spotMarket(this.#client.id, markets, symbol);
  }

  /** The exchange's own clock where it tells it: what has closed is its word, not ours. */
  async now(): Promise<number> {
    if (this.#client.has['fetchTime'] !== true) return this.#now();

    return (await this.#calls.ofMarket('the time', client => client.fetchTime())) ?? this.#now();
  }

  /** Bars from a time on, oldest first, as many as the exchange gives at once and at most `most`. */
  async page(symbol: string, timeframe: Timeframe, since: number, most: number): Promise<readonly BarTexts[]> {
    const rows = await this.#calls.ofMarket('the bars', client => client.fetchOHLCV(symbol, timeframe, since, most));

    return rows.map(readRow).filter(row => row !== null);
  }
}

const readRow = (row: readonly unknown[]): BarTexts | null => {
  const [time, ...rest] = row;
  const texts = rest.slice(0, 5).map(value => (typeof value === 'string' ? value : ''));
  const [open, high, low, close, volume] = texts;
  if (!open || !high || !low || !close || !volume || !Number.isSafeInteger(Number(time))) return null;

  return [Number(time), open, high, low, close, volume];
};
