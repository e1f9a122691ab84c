import {type Candle, TIMEFRAME_MS} from '../../core/domain/Candle.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';
import type {Trade} from '../../core/domain/Trade.ts';
import type {MarketListener} from '../MarketSource.ts';
import {at} from '../../indicators/cells/at.ts';
import {Random} from '../simulator/flow/Random.ts';
import type {Recording} from './Recording.ts';
import type {Reel, ReelOptions} from './Reel.ts';
import {walkBar} from './walkBar.ts';

/** Bars that may lack before the feed counts as lost. */
const MAX_SILENT_BARS = 3;

type BarRecording = Extract<Recording, {kind: 'bars'}>;
type Options = ReelOptions & {
  /** What is needed to walk through the bars for the screen, or null to leave it. */
  readonly walk: {readonly spec: MarketSpec; readonly seed: number} | null;
};

/** Delivers a file of bars: each at its end, before it a walk through it for the screen, and a lost feed where bars lack. */
export class BarReel implements Reel {
  readonly #recording: BarRecording;
  readonly #options: Options;
  readonly #rows: number;
  readonly #times: Float64Array;
  readonly #lengthMs: number;
  readonly #maxSilenceMs: number;
  readonly #random: Random;
  readonly #first: number;
  #row: number;
  #isLost = false;
  #walk: readonly Trade[] = [];
  #walked = 0;
  #walkedRow = -1;

  constructor(recording: BarRecording, options: Options) {
    this.#recording = recording;
    this.#options = options;
    this.#rows = recording.file.rows;
    this.#times = recording.file.columns.column(0);
    this.#lengthMs = TIMEFRAME_MS[recording.file.timeframe];
    this.#maxSilenceMs = options.maxSilenceMs ?? MAX_SILENT_BARS * this.#lengthMs;
    this.#random = new Random(`${options.walk?.seed ?? 0} ${recording.symbol}`);
    this.#first = options.resumeAfter === null ? 0 : this.#rowAfter(options.resumeAfter);
    this.#row = this.#first;
  }

  get from(): number {
    return this.#row < this.#rows ? this.#time(this.#row) : this.#recording.file.to + this.#lengthMs;
  }

  warmUp(count: number): readonly Candle[] {
    const isResumed = this.#options.resumeAfter !== null;
    const end = isResumed
      ? this.#first
      : Math.min(Math.floor(count), Math.floor(this.#rows * this.#options.maxWarmUpShare));
    if (!isResumed) this.#row = end;
    const start = Math.max(0, end - Math.floor(count));

    return Array.from({length: end - start}, (_, index) => this.#recording.file.columns.candle(start + index));
  }

  nextTime(): number | null {
    if (this.#row >= this.#rows) return null;
    if (this.#mustLose()) return this.#previousEnd() + this.#maxSilenceMs;
    if (this.#options.walk !== null) this.#prepareWalk(this.#options.walk);
    const step = this.#nextStep;

    return step === null ? this.#time(this.#row) + this.#lengthMs : step.time;
  }

  deliver(listener: MarketListener): Promise<void> | null {
    const {symbol, file} = this.#recording;
    if (this.#mustLose()) {
      this.#isLost = true;
      listener.onFeed({kind: 'lost', symbol, reason: `no bar in the recording for ${this.#maxSilenceMs / 1_000} s`});
      return null;
    }
    const step = this.#nextStep;
    if (step !== null) {
      this.#walked += 1;
      listener.onDisplayTrade?.(step);
      return null;
    }
    if (this.#isLost) listener.onFeed({kind: 'restored', symbol});
    this.#isLost = false;
    this.#row += 1;

    return listener.onBar(symbol, file.timeframe, file.columns.candle(this.#row - 1));
  }

  get #nextStep(): Trade | null {
    return this.#walked < this.#walk.length ? (this.#walk[this.#walked] ?? null) : null;
  }

  #time(row: number): number {
    return at(this.#times, row);
  }

  #previousEnd(): number {
    return this.#row === 0 ? this.#time(0) : this.#time(this.#row - 1) + this.#lengthMs;
  }

  #mustLose(): boolean {
    return !this.#isLost && this.#time(this.#row) - this.#previousEnd() >= this.#maxSilenceMs;
  }

  #prepareWalk({spec}: NonNullable<Options['walk']>): void {
    if (this.#walkedRow === this.#row) return;
    const {symbol, file} = this.#recording;
    const walk = {
      symbol,
      candle: file.columns.candle(this.#row),
      lengthMs: this.#lengthMs,
      firstId: this.#row * 100 + 1,
    };
    this.#walk = walkBar(
      {...walk, ticksPerUnit: Math.round(1 / Number(spec.tick)), lotsPerUnit: Math.round(1 / Number(spec.lot))},
      this.#random,
    );
    this.#walked = 0;
    this.#walkedRow = this.#row;
  }

  #rowAfter(time: number): number {
    let row = 0;
    while (row < this.#rows && this.#time(row) <= time) row += 1;

    return row;
  }
}
