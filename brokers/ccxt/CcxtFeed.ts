import type {Trade} from '../../core/domain/Trade.ts';
import type {Timers} from '../../core/runtime/clock.ts';
import {TradeStream} from '../feed/TradeStream.ts';
import {VenueError, VenueUnreachable} from '../net/VenueError.ts';
import type {CcxtCalls} from './CcxtCalls.ts';
import type {CcxtClient, CcxtTrade} from './CcxtClient.ts';
import type {Quirks} from './quirks.ts';
import {readTrades, type UnnumberedTrade} from './readMarket.ts';
import {TradeNumbers} from './TradeNumbers.ts';

export type CcxtFeedListener = {
  onTrade(trade: Trade): void;
  onAlive(symbol: string): void;
  onLost(symbol: string, reason: string): void;
  onRestored(symbol: string): void;
};

type Parts = {
  readonly calls: CcxtCalls;
  readonly quirks: Quirks;
  readonly timers: Timers;
  readonly symbols: readonly string[];
  /** Where the history that the caller has ends, ms UTC. */
  readonly since: (symbol: string) => number;
  readonly everyMs: number;
  readonly listener: CcxtFeedListener;
};

type Market = {readonly stream: TradeStream; readonly numbers: TradeNumbers; cursor: string | null};

/** Full pages that one look reads; a longer hole stays one, and the trade ids say so. */
const MAX_PAGES = 10;

/** The public trades of a few markets by asking for them again and again, each once and in order. */
export class CcxtFeed {
  readonly #parts: Parts;
  readonly #markets = new Map<string, Market>();
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    for (const symbol of parts.symbols) {
      this.#markets.set(symbol, {
        stream: new TradeStream(trade => parts.listener.onTrade(trade)),
        numbers: new TradeNumbers(parts.quirks.tradeIdsCount),
        cursor: null,
      });
    }
  }

  /** Resolves when each market has answered once. */
  async start(): Promise<void> {
    for (const symbol of this.#parts.symbols) await this.#look(symbol);
    this.#parts.timers.after(this.#parts.everyMs, () => void this.#goOn());
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #goOn(): Promise<void> {
    for (const symbol of this.#parts.symbols) if (!this.#isStopped) await this.#look(symbol);
    if (!this.#isStopped) this.#parts.timers.after(this.#parts.everyMs, () => void this.#goOn());
  }

  async #look(symbol: string): Promise<void> {
    const {listener} = this.#parts;
    try {
      await this.#fetch(symbol);
      if (this.#isStopped) return;
      listener.onRestored(symbol);
      listener.onAlive(symbol);
    } catch (error) {
      if (!(error instanceof VenueError) && !(error instanceof VenueUnreachable)) throw error;
      if (!this.#isStopped) listener.onLost(symbol, error.message);
    }
  }

  async #fetch(symbol: string): Promise<void> {
    const {calls, quirks} = this.#parts;
    const market = this.#markets.get(symbol);
    if (market === undefined) return;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      // The next look is soon: that this one failed is to be known at once.
      const rows = await calls.ofMarket(`the trades of ${symbol}`, client => this.#ask(client, symbol, market), 1);
      if (this.#isStopped) return;
      market.cursor = this.#cursorOf(rows) ?? market.cursor;
      this.#take(symbol, market, readTrades(rows));
      if (rows.length < quirks.tradesPage) return;
    }
  }

  #ask(client: CcxtClient, symbol: string, {cursor, stream}: Market): Promise<readonly CcxtTrade[]> {
    const {tradesCursor} = this.#parts.quirks;
    const from = (stream.last?.time ?? this.#parts.since(symbol)) - 1;
    if (tradesCursor === null) return client.fetchTrades(symbol, from);

    return client.fetchTrades(symbol, undefined, undefined, {[tradesCursor.param]: cursor ?? `${from}000000`});
  }

  /** ccxt sorts the trades of one moment by the letters of their ids, so the order is made again. */
  #take(symbol: string, {stream, numbers}: Market, trades: readonly UnnumberedTrade[]): void {
    const since = this.#parts.since(symbol);
    const numbered = trades.flatMap(trade => {
      const id = numbers.of(trade.id);
      // ccxt may give more than was asked for: what is in the history came before.
      return id === null || trade.time < since ? [] : [{...trade, symbol, id}];
    });
    for (const trade of numbered.sort((a, b) => a.time - b.time || a.id - b.id)) stream.add(trade);
  }

  #cursorOf(rows: readonly CcxtTrade[]): string | null {
    const column = this.#parts.quirks.tradesCursor?.column ?? Number.NaN;
    for (const {info} of rows) {
      const cursor: unknown = Array.isArray(info) ? info[column] : null;
      if (typeof cursor === 'string') return cursor;
    }

    return null;
  }
}
