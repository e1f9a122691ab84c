import type {IndicatorSnapshot} from '../Indicator.ts';
import {at} from './at.ts';
import type {Part} from './Part.ts';
import {pack, readNumber, readNumbers} from './snapshot.ts';

/** Given as an object: a double that is an argument of a call that the compiler does not inline becomes an object anyway. */
export type Extent = {readonly high: number; readonly low: number};

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
  /**
   * Before `#head`: the highs of the current block. From there on: maxima of the rests of the last block; NaN before there
   * is one. The slot behind its end is always the least number: a full block needs no rest.
   */
  readonly #highs: Float64Array;
  /** Likewise the lows and their minima. */
  readonly #lows: Float64Array;
  #head = 0;
  #blockHigh = Number.NEGATIVE_INFINITY;
  #blockLow = Number.POSITIVE_INFINITY;

  constructor(period: number) {
    this.#period = period;
    this.#highs = new Float64Array(period + 1).fill(Number.NaN).fill(Number.NEGATIVE_INFINITY, period);
    this.#lows = new Float64Array(period + 1).fill(Number.NaN).fill(Number.POSITIVE_INFINITY, period);
  }

  update({high, low}: Extent): void {
    if (Number.isNaN(high)) return;

    const highs = this.#highs;
    const lows = this.#lows;
    const head = this.#head;
    const blockHigh = larger(this.#blockHigh, high);
    const blockLow = smaller(this.#blockLow, low);
    highs[head] = high;
    lows[head] = low;
    this.#blockHigh = blockHigh;
    this.#blockLow = blockLow;
    this.highest = larger(blockHigh, at(highs, head + 1));
    this.lowest = smaller(blockLow, at(lows, head + 1));
    this.#head = head + 1;
    if (head + 1 === this.#period) this.#closeBlock();
  }

  /** Sets `highest` and `lowest` to what they will be once the bar has been taken. */
  peek({high, low}: Extent): void {
    const next = this.#head + 1;
    this.highest = larger(larger(this.#blockHigh, high), at(this.#highs, next));
    this.lowest = smaller(smaller(this.#blockLow, low), at(this.#lows, next));
  }

  snapshot(): IndicatorSnapshot {
    return {highs: pack(this.#slots(this.#highs)), lows: pack(this.#slots(this.#lows)), head: this.#head};
  }

  restore(snapshot: IndicatorSnapshot): void {
    readNumbers(snapshot, 'highs', this.#slots(this.#highs));
    readNumbers(snapshot, 'lows', this.#slots(this.#lows));
    this.#head = readNumber(snapshot, 'head');
    this.#blockHigh = this.#highs.subarray(0, this.#head).reduce(larger, Number.NEGATIVE_INFINITY);
    this.#blockLow = this.#lows.subarray(0, this.#head).reduce(smaller, Number.POSITIVE_INFINITY);
  }

  /** Without the slot behind the end, which JSON could not carry. */
  #slots(values: Float64Array): Float64Array {
    return values.subarray(0, this.#period);
  }

  #closeBlock(): void {
    const highs = this.#highs;
    const lows = this.#lows;
    let high = Number.NEGATIVE_INFINITY;
    let low = Number.POSITIVE_INFINITY;
    for (let index = this.#period - 1; index >= 0; index -= 1) {
      high = larger(high, at(highs, index));
      low = smaller(low, at(lows, index));
      highs[index] = high;
      lows[index] = low;
    }
    this.#head = 0;
    this.#blockHigh = Number.NEGATIVE_INFINITY;
    this.#blockLow = Number.POSITIVE_INFINITY;
  }
}

/** NaN if `b` is. Half the cost of `Math.max`, which also has to order the two zeros. */
const larger = (a: number, b: number): number => (a > b ? a : b);

const smaller = (a: number, b: number): number => (a < b ? a : b);
