import type {IndicatorSnapshot} from '../Indicator.ts';
import {at} from './at.ts';
import type {Part} from './Part.ts';
import {pack, readNumber, readNumbers} from './snapshot.ts';

/**
 * Highest high and lowest low of the last `period` bars in amortised O(1); NaN until the window is full. Bars of NaN are
 * passed over.
 *
 * Van Herk's algorithm (Pattern Recognition Letters 13, 1992): the bars fill blocks of `period`. When a block is full,
 * each of its slots is overwritten by the extremes from there to the block's end. The window is then always a rest of the
 * last block, whose extremes stand in its first slot, and a beginning of the current one, whose extremes are carried
 * along. It does less per bar than a monotonic queue, and needs no positions.
 */
export class RollingRange implements Part {
  highest = Number.NaN;
  lowest = Number.NaN;
  readonly #period: number;
  /** Before `#head`: the highs of the current block. From there on: maxima of the rests of the last block; NaN before there is one. */
  readonly #highs: Float64Array;
  /** Likewise the lows and their minima. */
  readonly #lows: Float64Array;
  #head = 0;
  #blockHigh = Number.NEGATIVE_INFINITY;
  #blockLow = Number.POSITIVE_INFINITY;

  constructor(period: number) {
    this.#period = period;
    this.#highs = new Float64Array(period).fill(Number.NaN);
    this.#lows = new Float64Array(period).fill(Number.NaN);
  }

  update(high: number, low: number): void {
    if (Number.isNaN(high)) return;

    this.peek(high, low);
    this.#highs[this.#head] = high;
    this.#lows[this.#head] = low;
    this.#blockHigh = larger(this.#blockHigh, high);
    this.#blockLow = smaller(this.#blockLow, low);
    this.#head += 1;
    if (this.#head === this.#period) this.#closeBlock();
  }

  /** Sets `highest` and `lowest` to what they will be once the bar has been taken. */
  peek(high: number, low: number): void {
    const highest = larger(this.#blockHigh, high);
    const lowest = smaller(this.#blockLow, low);
    const next = this.#head + 1;
    const isBlockFull = next === this.#period;
    this.highest = isBlockFull ? highest : larger(highest, at(this.#highs, next));
    this.lowest = isBlockFull ? lowest : smaller(lowest, at(this.#lows, next));
  }

  snapshot(): IndicatorSnapshot {
    return {highs: pack(this.#highs), lows: pack(this.#lows), head: this.#head};
  }

  restore(snapshot: IndicatorSnapshot): void {
    readNumbers(snapshot, 'highs', this.#highs);
    readNumbers(snapshot, 'lows', this.#lows);
    this.#head = readNumber(snapshot, 'head');
    this.#blockHigh = this.#highs.subarray(0, this.#head).reduce(larger, Number.NEGATIVE_INFINITY);
    this.#blockLow = this.#lows.subarray(0, this.#head).reduce(smaller, Number.POSITIVE_INFINITY);
  }

  #closeBlock(): void {
    let high = Number.NEGATIVE_INFINITY;
    let low = Number.POSITIVE_INFINITY;
    for (let index = this.#period - 1; index >= 0; index -= 1) {
      high = larger(high, at(this.#highs, index));
      low = smaller(low, at(this.#lows, index));
      this.#highs[index] = high;
      this.#lows[index] = low;
    }
    this.#head = 0;
    this.#blockHigh = Number.NEGATIVE_INFINITY;
    this.#blockLow = Number.POSITIVE_INFINITY;
  }
}

/** NaN if `b` is. Half the cost of `Math.max`, which also has to order the two zeros. */
const larger = (a: number, b: number): number => (a > b ? a : b);

const smaller = (a: number, b: number): number => (a < b ? a : b);
