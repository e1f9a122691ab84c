import {type Candle, TIMEFRAME_MS, bucketStart} from '../../core/domain/Candle.ts';
import type {Trade} from '../../core/domain/Trade.ts';
import {CandleBuilder} from '../CandleBuilder.ts';
import type {MarketListener} from '../MarketSource.ts';
import type {Recording} from './Recording.ts';
import type {Reel, ReelOptions} from './Reel.ts';

const MINUTE_MS = TIMEFRAME_MS['1m'];
const MAX_SILENCE_MS = 15 * MINUTE_MS;

type TradeRecording = Extract<Recording, {kind: 'trades'}>;

/** Delivers recorded trades at their times; its history is built from the first of them by the one CandleBuilder. */
export class TradeReel implements Reel {
  readonly #recording: TradeRecording;
  readonly #options: ReelOptions;
  readonly #maxSilenceMs: number;
  #index: number;
  #isLost = false;

  constructor(recording: TradeRecording, options: ReelOptions) {
    this.#recording = recording;
    this.#options = options;
    this.#maxSilenceMs = options.maxSilenceMs ?? MAX_SILENCE_MS;
    this.#index = options.resumeAfter === null ? 0 : this.#indexFrom(options.resumeAfter + MINUTE_MS);
  }

  get from(): number {
    return this.#trades[this.#index]?.time ?? this.#recording.file.to;
  }

  /** Whole minutes of the first tenth of the time; the first one, cut by the start of the recording, is left out. */
  warmUp(count: number): readonly Candle[] {
    if (this.#options.resumeAfter !== null) return [];
    const {from, to} = this.#recording.file;
    const start = bucketStart(from + MINUTE_MS - 1, MINUTE_MS);
    const limit = bucketStart(from + (to - from) * this.#options.maxWarmUpShare, MINUTE_MS);
    const end = Math.min(limit, start + Math.floor(count) * MINUTE_MS);
    if (end <= start) return [];
    this.#index = this.#indexFrom(end);

    return this.#build(start, end);
  }

  nextTime(): number | null {
    const trade = this.#trades[this.#index];
    if (trade === undefined) return null;

    return this.#mustLose(trade) ? this.#previousTime(trade) + this.#maxSilenceMs : trade.time;
  }

  deliver(listener: MarketListener): Promise<void> | null {
    const {symbol} = this.#recording;
    const trade = this.#trades[this.#index];
    if (trade === undefined) return null;
    if (this.#mustLose(trade)) {
      this.#isLost = true;
      listener.onFeed({kind: 'lost', symbol, reason: `no trade in the recording for ${this.#maxSilenceMs / 1_000} s`});
      return null;
    }
    if (this.#isLost) listener.onFeed({kind: 'restored', symbol});
    this.#isLost = false;
    this.#index += 1;

    return listener.onTrade(trade);
  }

  get #trades(): readonly Trade[] {
    return this.#recording.file.trades;
  }

  #build(start: number, end: number): readonly Candle[] {
    const candles: Candle[] = [];
    const listener = {
      onClosed: (_: string, {candle}: {candle: Candle}) => void candles.push(candle),
      onRevised: () => {},
    };
    const builder = new CandleBuilder({listener});
    for (const trade of this.#trades.slice(this.#indexFrom(start), this.#index)) builder.add(trade);
    builder.advance(end + MINUTE_MS - 1);

    return candles.filter(candle => candle.time < end);
  }

  #previousTime(trade: Trade): number {
    return this.#trades[this.#index - 1]?.time ?? trade.time;
  }

  #mustLose(trade: Trade): boolean {
    return !this.#isLost && trade.time - this.#previousTime(trade) > this.#maxSilenceMs;
  }

  #indexFrom(time: number): number {
    const index = this.#trades.findIndex(trade => trade.time >= time);

    return index === -1 ? this.#trades.length : index;
  }
}
