import type {IndicatorSnapshot} from '../Indicator.ts';
import {at} from './at.ts';
import type {Part} from './Part.ts';
import {pack, packNumber, readBoolean, readNumber, readNumbers} from './snapshot.ts';

/** A spread below this share of the price level is rounding noise of a flat window. */
const NOISE_FLOOR = 1e-13;

/**
 * Mean of the last `period` numbers in O(1); NaN until the window is full. NaN inputs are passed over.
 *
 * The running sum is a pair `high + low`: every addition's rounding error is caught exactly (TwoSum, Knuth, The Art of
 * Computer Programming 2, 4.2.2) and kept in `low`. So a sum over millions of bars is as good as one over the window
 * alone, and a huge value leaves no trace when it leaves the window.
 */
export class RollingMean implements Part {
  readonly #period: number;
  readonly #values: Float64Array;
  #head = 0;
  #isFull = false;
  #high = 0;
  #low = 0;

  constructor(period: number) {
    this.#period = period;
    this.#values = new Float64Array(period);
  }

  update(value: number): number {
    if (Number.isNaN(value)) return value;

    const oldest = at(this.#values, this.#head);
    const grown = this.#high + value;
    const high = grown - oldest;
    this.#low += roundingError(this.#high, value, grown) + roundingError(grown, -oldest, high);
    this.#high = high;
    this.#values[this.#head] = value;
    this.#head += 1;
    if (this.#head === this.#period) {
      this.#head = 0;
      this.#isFull = true;
    }

    return this.#isFull ? (high + this.#low) / this.#period : Number.NaN;
  }

  peek(value: number): number {
    if (!this.#isFull && this.#head + 1 < this.#period) return Number.NaN;

    const oldest = at(this.#values, this.#head);
    const grown = this.#high + value;
    const high = grown - oldest;
    const low = this.#low + (roundingError(this.#high, value, grown) + roundingError(grown, -oldest, high));

    return (high + low) / this.#period;
  }

  /** Population standard deviation of the window around `mean`, in O(period); 0 if it is noise beside `level`. */
  deviation(mean: number, level: number): number {
    if (Number.isNaN(mean)) return mean;

    const deviation = Math.sqrt(sumOfSquares(this.#values, mean) / this.#period);

    return deviation > NOISE_FLOOR * Math.abs(level) ? deviation : 0;
  }

  /** What `deviation` will be once `value` has been taken, given the mean that `peek(value)` gave. */
  peekDeviation(value: number, mean: number, level: number): number {
    const oldest = this.#exchangeOldest(value);
    const deviation = this.deviation(mean, level);
    this.#exchangeOldest(oldest);

    return deviation;
  }

  /** Mean absolute deviation of the window around `mean`, in O(period); 0 if it is noise beside `mean`. */
  absoluteDeviation(mean: number): number {
    if (Number.isNaN(mean)) return mean;

    const deviation = sumOfDistances(this.#values, mean) / this.#period;

    return deviation > NOISE_FLOOR * Math.abs(mean) ? deviation : 0;
  }

  /** What `absoluteDeviation` will be once `value` has been taken, given the mean that `peek(value)` gave. */
  peekAbsoluteDeviation(value: number, mean: number): number {
    const oldest = this.#exchangeOldest(value);
    const deviation = this.absoluteDeviation(mean);
    this.#exchangeOldest(oldest);

    return deviation;
  }

  snapshot(): IndicatorSnapshot {
    return {
      values: pack(this.#values),
      head: this.#head,
      isFull: this.#isFull,
      high: packNumber(this.#high),
      low: packNumber(this.#low),
    };
  }

  restore(snapshot: IndicatorSnapshot): void {
    readNumbers(snapshot, 'values', this.#values);
    this.#head = readNumber(snapshot, 'head');
    this.#isFull = readBoolean(snapshot, 'isFull');
    this.#high = readNumber(snapshot, 'high');
    this.#low = readNumber(snapshot, 'low');
  }

  /** Puts `value` where the oldest one is, without moving on. Two exchanges in a row are none. */
  #exchangeOldest(value: number): number {
    const oldest = at(this.#values, this.#head);
    this.#values[this.#head] = value;

    return oldest;
  }
}

/** What `a + b` lost when it was rounded to `sum`. */
const roundingError = (a: number, b: number, sum: number): number => {
  const added = sum - a;

  return a - (sum - added) + (b - added);
};

/** Four sums side by side: one alone would wait for each addition before it starts the next. */
const sumOfSquares = (values: Float64Array, center: number): number => {
  const last = values.length - (values.length % 4);
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let index = 0; index < last; index += 4) {
    first += squareOf(at(values, index) - center);
    second += squareOf(at(values, index + 1) - center);
    third += squareOf(at(values, index + 2) - center);
    fourth += squareOf(at(values, index + 3) - center);
  }
  for (let index = last; index < values.length; index += 1) first += squareOf(at(values, index) - center);

  return first + second + (third + fourth);
};

const squareOf = (distance: number): number => distance * distance;

const sumOfDistances = (values: Float64Array, center: number): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += Math.abs(at(values, index) - center);

  return sum;
};
