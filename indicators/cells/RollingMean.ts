import type {IndicatorSnapshot} from '../Indicator.ts';
import {at} from './at.ts';
import type {Part} from './Part.ts';
import {pack, packNumber, readNumber, readNumbers} from './snapshot.ts';

/** A spread below this share of the price level is rounding noise of a flat window. */
const NOISE_FLOOR = 1e-13;

/**
 * Mean of the last `period` numbers in amortised O(1); NaN until the window is full. NaN inputs are passed over.
 *
 * The numbers fill blocks of `period`. When a block is full, the sums from each of its slots to its end are written down.
 * The window is then always a rest of the last block, whose sum stands ready, and a beginning of the current one, whose
 * sum is carried along. Nothing is ever subtracted: rounding errors can not pile up over millions of bars, and a huge
 * value leaves no trace when it leaves the window.
 */
export class RollingMean implements Part {
  readonly #period: number;
  /** The window in storage order. */
  readonly #values: Float64Array;
  /**
   * Of the last block: the sum from this slot to the block's end. NaN before there is one, which makes the means NaN.
   * The slot behind its end is always 0: a full block needs no rest.
   */
  readonly #restSums: Float64Array;
  #head = 0;
  #blockSum = 0;

  constructor(period: number) {
    this.#period = period;
    this.#values = new Float64Array(period);
    this.#restSums = new Float64Array(period + 1).fill(Number.NaN, 0, period);
  }

  update(value: number): number {
    if (Number.isNaN(value)) return value;

    const next = this.#head + 1;
    const blockSum = this.#blockSum + value;
    this.#values[next - 1] = value;
    this.#blockSum = blockSum;
    this.#head = next;
    const sum = blockSum + at(this.#restSums, next);
    if (next === this.#period) this.#closeBlock();

    return sum / this.#period;
  }

  peek(value: number): number {
    return (this.#blockSum + value + at(this.#restSums, this.#head + 1)) / this.#period;
  }

  /** Population standard deviation of the window around `mean`, in O(period); 0 if it is noise beside `level`. */
  deviation(mean: number, level: number): number {
    const deviation = Math.sqrt(sumSquares(this.#values, mean) / this.#period);

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
    const deviation = sumDistances(this.#values, mean) / this.#period;

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
      restSums: pack(this.#restSums),
      head: this.#head,
      blockSum: packNumber(this.#blockSum),
    };
  }

  restore(snapshot: IndicatorSnapshot): void {
    readNumbers(snapshot, 'values', this.#values);
    readNumbers(snapshot, 'restSums', this.#restSums);
    this.#head = readNumber(snapshot, 'head');
    this.#blockSum = readNumber(snapshot, 'blockSum');
  }

  #closeBlock(): void {
    const values = this.#values;
    const restSums = this.#restSums;
    let sum = 0;
    for (let index = values.length - 1; index >= 0; index -= 1) {
      sum += at(values, index);
      restSums[index] = sum;
    }
    this.#head = 0;
    this.#blockSum = 0;
  }
}

/** Squared distances from `center`. Four sums side by side: one alone would wait for each addition. */
const sumSquares = (values: Float64Array, center: number): number => {
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

const sumDistances = (values: Float64Array, center: number): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += Math.abs(at(values, index) - center);

  return sum;
};
