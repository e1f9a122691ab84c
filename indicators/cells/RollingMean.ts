import type {IndicatorSnapshot} from '../Indicator.ts';
import {at} from './at.ts';
import type {Part} from './Part.ts';
import {Ring} from './Ring.ts';
import {packNumber, readNumber, readPart} from './snapshot.ts';

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
  readonly #ring: Ring;
  #high = 0;
  #low = 0;

  constructor(period: number) {
    this.#ring = new Ring(period);
  }

  update(value: number): number {
    if (Number.isNaN(value)) return value;

    this.#slide(value);
    this.#ring.push(value);

    return this.#ring.isFull ? this.#mean() : Number.NaN;
  }

  peek(value: number): number {
    if (Number.isNaN(value) || !this.#ring.isFullAfterPush) return Number.NaN;

    const high = this.#high;
    const low = this.#low;
    this.#slide(value);
    const mean = this.#mean();
    this.#high = high;
    this.#low = low;

    return mean;
  }

  /** Population standard deviation of the window around `mean`, in O(period); 0 if it is noise beside `level`. */
  deviation(mean: number, level: number): number {
    if (Number.isNaN(mean)) return mean;

    const deviation = Math.sqrt(sumOfSquares(this.#ring.values, mean) / this.#ring.length);

    return deviation > NOISE_FLOOR * Math.abs(level) ? deviation : 0;
  }

  /** What `deviation` will be once `value` has been taken, given the mean that `peek(value)` gave. */
  peekDeviation(value: number, mean: number, level: number): number {
    const oldest = this.#ring.exchangeOldest(value);
    const deviation = this.deviation(mean, level);
    this.#ring.exchangeOldest(oldest);

    return deviation;
  }

  /** Mean absolute deviation of the window around `mean`, in O(period); 0 if it is noise beside `mean`. */
  absoluteDeviation(mean: number): number {
    if (Number.isNaN(mean)) return mean;

    const deviation = sumOfDistances(this.#ring.values, mean) / this.#ring.length;

    return deviation > NOISE_FLOOR * Math.abs(mean) ? deviation : 0;
  }

  /** What `absoluteDeviation` will be once `value` has been taken, given the mean that `peek(value)` gave. */
  peekAbsoluteDeviation(value: number, mean: number): number {
    const oldest = this.#ring.exchangeOldest(value);
    const deviation = this.absoluteDeviation(mean);
    this.#ring.exchangeOldest(oldest);

    return deviation;
  }

  snapshot(): IndicatorSnapshot {
    return {ring: this.#ring.snapshot(), high: packNumber(this.#high), low: packNumber(this.#low)};
  }

  restore(snapshot: IndicatorSnapshot): void {
    this.#ring.restore(readPart(snapshot, 'ring'));
    this.#high = readNumber(snapshot, 'high');
    this.#low = readNumber(snapshot, 'low');
  }

  #mean(): number {
    return (this.#high + this.#low) / this.#ring.length;
  }

  #slide(value: number): void {
    const oldest = this.#ring.oldest;
    const grown = this.#high + value;
    const high = grown - oldest;
    this.#low += roundingError(this.#high, value, grown) + roundingError(grown, -oldest, high);
    this.#high = high;
  }
}

/** What `a + b` lost when it was rounded to `sum`. */
const roundingError = (a: number, b: number, sum: number): number => {
  const added = sum - a;

  return a - (sum - added) + (b - added);
};

const sumOfSquares = (values: Float64Array, center: number): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) {
    const distance = at(values, index) - center;
    sum += distance * distance;
  }

  return sum;
};

const sumOfDistances = (values: Float64Array, center: number): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += Math.abs(at(values, index) - center);

  return sum;
};
