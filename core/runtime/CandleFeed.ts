import {CandleBuilder} from '../../brokers/CandleBuilder.ts';
import {bucketStart, type Candle, TIMEFRAME_MS, type Timeframe} from '../domain/Candle.ts';
import type {InputDraft} from '../domain/Event.ts';
import {type Bar, type ResampledBar, Resampler} from '../domain/resample.ts';
import type {Trade} from '../domain/Trade.ts';

type Options = {
  /** Timeframe of the finest candles: built from trades, or what a file of bars holds. */
  readonly base: Timeframe;
  /** Timeframe that the brain decides on; a multiple of the base. */
  readonly decision: Timeframe;
  readonly delivers: 'trades' | 'bars';
  readonly receive: (draft: InputDraft, time: number) => void;
};

type Resumption = {readonly last: Candle; readonly recent: readonly Candle[]; readonly now: number};

/** Makes the kernel's candles: out of trades by the one CandleBuilder, or out of finished bars. */
export class CandleFeed {
  readonly #options: Options;
  readonly #builder: CandleBuilder;
  readonly #displayed = new Map<string, Candle>();
  readonly #resamplers = new Map<string, Resampler>();

  constructor(options: Options) {
    this.#options = options;
    this.#builder = new CandleBuilder({
      base: options.base,
      listener: {
        onClosed: (symbol, bar) => this.#close(symbol, bar, false),
        onRevised: (symbol, candle) => this.#revise(symbol, candle),
      },
    });
  }

  /**
   * Goes on at `now` after the last known candle; `recent` has those of the coarser bar that is not full yet.
   * Where time has passed since, trades of the bar at hand have gone by unseen: it is suspect.
   */
  resume(symbol: string, {last, recent, now}: Resumption): void {
    const {base, delivers} = this.#options;
    if (delivers === 'trades') this.#builder.begin(symbol, last);
    if (delivers === 'trades' && now > last.time + TIMEFRAME_MS[base]) {
      this.#builder.loseFeed(symbol);
      this.#builder.restoreFeed(symbol, now);
    }
    this.#prime(symbol, {last, recent}, false);
  }

  /** Tells the history that comes next which finer bars of its first coarser one are known already. */
  resumeHistory(symbol: string, known: Pick<Resumption, 'last' | 'recent'>): void {
    this.#prime(symbol, known, true);
  }

  onTrade(trade: Trade): void {
    this.#builder.add(trade);
  }

  /** Closes what the market clock says is over. */
  advance(now: number): void {
    this.#builder.advance(now);
  }

  onBar(symbol: string, candle: Candle): void {
    if (this.#displayed.size > 0) this.#displayed.delete(symbol);
    this.#close(symbol, {candle, flat: false, suspect: false}, false);
  }

  /** Warm-up: indicators learn from it, nobody decides on it. */
  onHistory(symbol: string, candle: Candle): void {
    this.#close(symbol, {candle, flat: false, suspect: false}, true);
  }

  loseFeed(symbol: string): void {
    this.#builder.loseFeed(symbol);
  }

  restoreFeed(symbol: string, now: number): void {
    this.#builder.restoreFeed(symbol, now);
  }

  /** A made-up price inside a recorded bar: it shapes the forming candle on the screen and nothing else. */
  onDisplayTrade({symbol, time, price, quantity}: Trade): void {
    const bucket = bucketStart(time, TIMEFRAME_MS[this.#options.base]);
    const known = this.#displayed.get(symbol);
    const candle =
      known?.time === bucket ? known : {time: bucket, open: price, high: price, low: price, close: price, volume: 0};
    this.#displayed.set(symbol, {
      ...candle,
      high: Math.max(candle.high, price),
      low: Math.min(candle.low, price),
      close: price,
      volume: candle.volume + quantity,
    });
  }

  forming(symbol: string): Candle | null {
    return this.#builder.forming(symbol) ?? this.#displayed.get(symbol) ?? null;
  }

  #close(symbol: string, bar: Bar, isHistory: boolean): void {
    const {base, decision} = this.#options;
    this.#emit(symbol, base, bar, isHistory);
    if (decision === base) return;
    this.#resampler(symbol, isHistory).push(bar);
  }

  #prime(symbol: string, {last, recent}: Pick<Resumption, 'last' | 'recent'>, isHistory: boolean): void {
    const {base, decision} = this.#options;
    if (decision === base) return;
    const open = bucketStart(last.time + TIMEFRAME_MS[base], TIMEFRAME_MS[decision]);
    for (const candle of recent) {
      if (candle.time < open) continue;
      this.#resampler(symbol, isHistory).push({candle, flat: candle.volume === 0, suspect: false});
    }
  }

  #resampler(symbol: string, isHistory: boolean): Resampler {
    const key = isHistory ? `${symbol} history` : symbol;
    const known = this.#resamplers.get(key);
    if (known !== undefined) return known;
    const {base, decision} = this.#options;
    // A bar that lacks some of its finer ones had a gap inside.
    const emit = (bar: ResampledBar): void =>
      this.#emit(symbol, decision, {...bar, suspect: bar.suspect || bar.missing > 0}, isHistory);
    const resampler = new Resampler({base, timeframe: decision, emit});
    this.#resamplers.set(key, resampler);

    return resampler;
  }

  #emit(symbol: string, timeframe: Timeframe, {candle, flat, suspect}: Bar, isHistory: boolean): void {
    const marks = isHistory || flat || suspect ? marksOf(isHistory, flat, suspect) : null;
    const data = marks === null ? {symbol, timeframe, candle} : {symbol, timeframe, candle, ...marks};
    this.#options.receive({type: 'CandleClosed', data}, candle.time + TIMEFRAME_MS[timeframe]);
  }

  #revise(symbol: string, candle: Candle): void {
    const {base, receive} = this.#options;
    receive({type: 'CandleRevised', data: {symbol, timeframe: base, candle}}, candle.time + TIMEFRAME_MS[base]);
  }
}

/** What is not plain about a bar; most are. */
const marksOf = (isHistory: boolean, flat: boolean, suspect: boolean) => ({
  ...(isHistory ? {history: true as const} : {}),
  ...(flat ? {flat: true as const} : {}),
  ...(suspect ? {suspect: true as const} : {}),
});
