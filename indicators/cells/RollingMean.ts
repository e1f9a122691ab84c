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
  /**
   * Numbers on their way in and out of the long methods below. A double that is an argument or a result of a call that
   * the compiler does not inline becomes an object on the heap; in here it does not.
   */
  readonly #desk = new Float64Array(4);
  #head = 0;
  #isFull = false;

  constructor(period: number) {
    this.#period = period;
    this.#values = new Float64Array(period);
  }

  update(value: number): number {
    this.#desk[VALUE] = value;
    this.#take();

    return at(this.#desk, RESULT);
  }

  peek(value: number): number {
    this.#desk[VALUE] = value;
    this.#tryOn();

    return at(this.#desk, RESULT);
  }

  /** Population standard deviation of the window around `mean`, in O(period); 0 if it is noise beside `level`. */
  deviation(mean: number, level: number): number {
    this.#desk[VALUE] = mean;
    sumSquares(this.#values, this.#desk);
    const deviation = Math.sqrt(at(this.#desk, RESULT) / this.#period);

    return deviation <= NOISE_FLOOR * Math.abs(level) ? 0 : deviation;
  }

  /** What `deviation` will be once `value` has been taken, given the mean that `peek(value)` gave. */
  peekDeviation(value: number, mean: number, level: number): number {
    const oldest = at(this.#values, this.#head);
    this.#values[this.#head] = value;
    const deviation = this.deviation(mean, level);
    this.#values[this.#head] = oldest;

    return deviation;
  }

  /** Mean absolute deviation of the window around `mean`, in O(period); 0 if it is noise beside `mean`. */
  absoluteDeviation(mean: number): number {
    this.#desk[VALUE] = mean;
    sumDistances(this.#values, this.#desk);
    const deviation = at(this.#desk, RESULT) / this.#period;

    return deviation <= NOISE_FLOOR * Math.abs(mean) ? 0 : deviation;
  }

  /** What `absoluteDeviation` will be once `value` has been taken, given the mean that `peek(value)` gave. */
  peekAbsoluteDeviation(value: number, mean: number): number {
    const oldest = at(this.#values, this.#head);
    this.#values[this.#head] = value;
    const deviation = this.absoluteDeviation(mean);
    this.#values[this.#head] = oldest;

    return deviation;
  }

  snapshot(): IndicatorSnapshot {
    return {
      values: pack(this.#values),
      head: this.#head,
      isFull: this.#isFull,
      high: packNumber(at(this.#desk, HIGH)),
      low: packNumber(at(this.#desk, LOW)),
    };
  }

  restore(snapshot: IndicatorSnapshot): void {
    readNumbers(snapshot, 'values', this.#values);
    this.#head = readNumber(snapshot, 'head');
    this.#isFull = readBoolean(snapshot, 'isFull');
    this.#desk[HIGH] = readNumber(snapshot, 'high');
    this.#desk[LOW] = readNumber(snapshot, 'low');
  }

  #take(): void {
    const desk = this.#desk;
    const value = at(desk, VALUE);
    desk[RESULT] = Number.NaN;
    if (Number.isNaN(value)) return;

    slide(desk, at(this.#values, this.#head));
    this.#values[this.#head] = value;
    this.#head += 1;
    if (this.#head === this.#period) {
      this.#head = 0;
      this.#isFull = true;
    }
    if (this.#isFull) desk[RESULT] = (at(desk, HIGH) + at(desk, LOW)) / this.#period;
  }

  #tryOn(): void {
    const desk = this.#desk;
    desk[RESULT] = Number.NaN;
    if (!this.#isFull && this.#head + 1 < this.#period) return;

    const high = at(desk, HIGH);
    const low = at(desk, LOW);
    slide(desk, at(this.#values, this.#head));
    desk[RESULT] = (at(desk, HIGH) + at(desk, LOW)) / this.#period;
    desk[HIGH] = high;
    desk[LOW] = low;
  }
}

/** Slots of the desk: what comes in, what goes out, and the running sum's two parts. */
const VALUE = 0;
const RESULT = 1;
const HIGH = 2;
const LOW = 3;

/** Moves the running sum on: the value on the desk comes, `oldest` leaves. */
const slide = (desk: Float64Array, oldest: number): void => {
  const value = at(desk, VALUE);
  const sum = at(desk, HIGH);
  const grown = sum + value;
  const high = grown - oldest;
  desk[LOW] = at(desk, LOW) + (roundingError(sum, value, grown) + roundingError(grown, -oldest, high));
  desk[HIGH] = high;
};

/** What `a + b` lost when it was rounded to `sum`. */
const roundingError = (a: number, b: number, sum: number): number => {
  const added = sum - a;

  return a - (sum - added) + (b - added);
};

/** Squared distances from the desk's value. Four sums side by side: one alone would wait for each addition. */
const sumSquares = (values: Float64Array, desk: Float64Array): void => {
  const center = at(desk, VALUE);
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
  desk[RESULT] = first + second + (third + fourth);
};

const squareOf = (distance: number): number => distance * distance;

const sumDistances = (values: Float64Array, desk: Float64Array): void => {
  const center = at(desk, VALUE);
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += Math.abs(at(values, index) - center);
  desk[RESULT] = sum;
};
