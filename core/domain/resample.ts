import {type Candle, TIMEFRAME_MS, type Timeframe, bucketStart} from './Candle.ts';
import {QuantitySum} from './QuantitySum.ts';

/** A closed bar with what is known of its making. */
export type Bar = {
  readonly candle: Candle;
  /** No trade fell into it: it stands at the close before. */
  readonly flat: boolean;
  /** The feed had a gap inside, or a single trade of it stands alone. */
  readonly suspect: boolean;
};

/** A bar made of finer ones. */
export type ResampledBar = Bar & {
  /** Finer bars that the bucket lacked. */
  readonly missing: number;
};

/**
 * Makes the closed bars of a coarser timeframe out of closed finer ones, as they come.
 * A bar closes with the finer bar that ends with it, or with the first one beyond it when the last ones lack.
 * A finer bar without volume only repeats an old price: it counts where nothing else traded, as at the exchanges.
 */
export class Resampler {
  readonly timeframe: Timeframe;
  readonly #baseMs: number;
  readonly #lengthMs: number;
  readonly #emit: (bar: ResampledBar) => void;
  readonly #volume = new QuantitySum();
  #time = Number.NaN;
  #open = 0;
  #high = 0;
  #low = 0;
  #close = 0;
  #count = 0;
  #hasTraded = false;
  #flat = true;
  #suspect = false;

  /** @throws RangeError when `timeframe` is no multiple of `base`. */
  constructor({base, timeframe, emit}: {base: Timeframe; timeframe: Timeframe; emit: (bar: ResampledBar) => void}) {
    this.timeframe = timeframe;
    this.#baseMs = TIMEFRAME_MS[base];
    this.#lengthMs = TIMEFRAME_MS[timeframe];
    this.#emit = emit;
    if (this.#lengthMs <= this.#baseMs || this.#lengthMs % this.#baseMs !== 0) {
      throw new RangeError(
        `Cannot make "${timeframe}" bars of "${base}" bars: the target must be a multiple of the base.`,
      );
    }
  }

  /** Takes the next closed finer bar; times must ascend. */
  push({candle, flat, suspect}: Bar): void {
    const time = bucketStart(candle.time, this.#lengthMs);
    if (this.#count > 0 && time !== this.#time) this.flush();
    if (this.#count === 0) this.#begin(time);
    this.#count += 1;
    this.#extend(candle);
    this.#flat &&= flat;
    this.#suspect ||= suspect;
    if (candle.time + this.#baseMs >= time + this.#lengthMs) this.flush();
  }

  /** Closes the bar at hand, however few finer bars it has; nothing happens when there is none. */
  flush(): void {
    const candle = this.forming();
    if (candle === null) return;
    const missing = this.#lengthMs / this.#baseMs - this.#count;
    const bar = {candle, flat: this.#flat, suspect: this.#suspect, missing};
    this.#count = 0;
    this.#emit(bar);
  }

  /** The bar so far, or null between two bars. */
  forming(): Candle | null {
    if (this.#count === 0) return null;

    return {
      time: this.#time,
      open: this.#open,
      high: this.#high,
      low: this.#low,
      close: this.#close,
      volume: this.#volume.value,
    };
  }

  #begin(time: number): void {
    this.#time = time;
    this.#hasTraded = false;
    this.#flat = true;
    this.#suspect = false;
    this.#volume.reset();
  }

  #extend({open, high, low, close, volume}: Candle): void {
    const trades = volume > 0;
    if (this.#hasTraded && !trades) return;
    if (this.#count === 1 || (trades && !this.#hasTraded)) {
      this.#open = open;
      this.#high = high;
      this.#low = low;
    }
    this.#hasTraded = trades;
    if (high > this.#high) this.#high = high;
    if (low < this.#low) this.#low = low;
    this.#close = close;
    this.#volume.add(volume);
  }
}

/** All bars of `timeframe` out of finer ones, the last one too when it is not complete. Empty buckets stay absent. */
export const resample = (candles: Iterable<Candle>, base: Timeframe, timeframe: Timeframe): Candle[] => {
  const bars: Candle[] = [];
  const resampler = new Resampler({base, timeframe, emit: bar => bars.push(bar.candle)});
  for (const candle of candles) resampler.push({candle, flat: false, suspect: false});
  resampler.flush();

  return bars;
};
