import {ZERO} from '../../../core/domain/Decimal.ts';
import type {ExchangeEvent} from '../engine/events.ts';
import type {SimulatedExchange} from '../SimulatedExchange.ts';
import {readState, type SavedState} from './readState.ts';
import {StateFile} from './StateFile.ts';

type Options = {
  readonly path: string;
  readonly seed: number;
  /** Markets that are asked for, or null for those that it has. */
  readonly wanted: readonly string[] | null;
  /** Markets of a new exchange of which none are asked for. */
  readonly all: readonly string[];
  /** Wall clock, ms UTC. */
  readonly wall: () => number;
  /** Size of the file that is not compacted yet; 32 MB unless stated. */
  readonly mostBytes?: number;
};

/** Minutes of a market that are looked through for new ones at each mark. */
const LOOK_BACK_MINUTES = 1_500;
const MOST_BYTES = 32_000_000;

/** Keeps what an exchange must not forget: orders, executions and balances before anybody is told of them, prices once in a while. */
export class StateKeeper {
  /** Where the incarnation before this one ended. */
  readonly past: SavedState | null;
  /** Those of the first incarnation. */
  readonly symbols: readonly string[];
  readonly seed: number;
  readonly #path: string;
  readonly #incarnation: number;
  readonly #mostBytes: number;
  #file: StateFile;
  /** Size at which the file is written anew without what has been overtaken. */
  #compactAt: number;
  readonly #wall: () => number;
  readonly #kept = new Map<string, number>();

  /** @throws StateUnreadable on a file that is none of ours; RangeError where other markets are wanted than it has. */
  constructor({path, seed, wanted, all, wall, mostBytes = MOST_BYTES}: Options) {
    this.past = readState(path);
    this.#wall = wall;
    this.symbols = this.past?.symbols ?? wanted ?? all;
    this.seed = this.past?.seed ?? seed;
    const strange = (wanted ?? []).filter(symbol => !this.symbols.includes(symbol));
    if (strange.length > 0)
      throw new RangeError(
        `The exchange of "${path}" has no market ${strange.join(', ')}; it has ${this.symbols.join(', ')}.`,
      );
    this.#path = path;
    this.#mostBytes = mostBytes;
    this.#incarnation = this.past === null ? 0 : this.past.incarnation + 1;
    this.#file = this.#write(this.past);
    this.#compactAt = this.#nextLimit();
    for (const [symbol, minutes] of this.past?.minutes ?? []) this.#kept.set(symbol, minutes.at(-1)?.time ?? 0);
  }

  onEvent(event: ExchangeEvent): void {
    if (event.type === 'trade' || event.type === 'level' || event.type === 'mode') return;
    this.#file.add({type: 'event', event});
  }

  commit(): void {
    this.#file.sync();
  }

  /** Writes where time and prices are. */
  mark(market: SimulatedExchange, time: number): void {
    const {instruments} = market.exchange;
    for (const {symbol} of instruments) this.#keepMinutes(market, symbol);
    const lastTrades = instruments.map(({symbol}) => ({
      symbol,
      price: market.exchange.lastPrice(symbol) ?? ZERO,
      id: market.exchange.lastTradeId(symbol),
    }));
    this.#file.add({type: 'mark', time, at: this.#wall(), lastTrades});
    this.#file.sync();
    if (this.#file.bytes > this.#compactAt) this.#compact();
  }

  close(): void {
    this.#file.close();
  }

  #compact(): void {
    this.#file.close();
    this.#file = this.#write(readState(this.#path));
    this.#compactAt = this.#nextLimit();
  }

  #write(past: SavedState | null): StateFile {
    const {seed, symbols} = this;

    return new StateFile(this.#path, {type: 'opened', version: 1, incarnation: this.#incarnation, seed, symbols}, past);
  }

  /** At least twice of what is essential, so that a large account is not written anew all the time. */
  #nextLimit(): number {
    return Math.max(this.#mostBytes, 2 * this.#file.bytes);
  }

  #keepMinutes(market: SimulatedExchange, symbol: string): void {
    const kept = this.#kept.get(symbol) ?? Number.NEGATIVE_INFINITY;
    const closed = market.tape(symbol).candles.bars(1, LOOK_BACK_MINUTES).slice(0, -1);
    for (const candle of closed) if (candle.time > kept) this.#file.add({type: 'minute', symbol, candle});
    const last = closed.at(-1);
    if (last !== undefined) this.#kept.set(symbol, Math.max(kept, last.time));
  }
}
