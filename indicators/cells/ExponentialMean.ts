import type {IndicatorSnapshot} from '../Indicator.ts';
import type {Part} from './Part.ts';
import {packNumber, readNumber} from './snapshot.ts';

/**
 * Exponentially weighted mean: `mean += weight * (value - mean)`, seeded with the plain mean of the first `seedLength`
 * numbers; NaN until then. NaN inputs are passed over.
 */
export class ExponentialMean implements Part {
  readonly #weight: number;
  readonly #seedLength: number;
  #mean = 0;
  #taken = 0;

  constructor(weight: number, seedLength: number) {
    this.#weight = weight;
    this.#seedLength = seedLength;
  }

  update(value: number): number {
    if (Number.isNaN(value)) return value;
    if (this.#taken < this.#seedLength) return this.#seed(value);

    this.#mean += this.#weight * (value - this.#mean);

    return this.#mean;
  }

  peek(value: number): number {
    if (this.#taken < this.#seedLength) return this.#taken < this.#seedLength - 1 ? Number.NaN : this.#seeded(value);

    return this.#mean + this.#weight * (value - this.#mean);
  }

  snapshot(): IndicatorSnapshot {
    return {mean: packNumber(this.#mean), taken: this.#taken};
  }

  restore(snapshot: IndicatorSnapshot): void {
    this.#mean = readNumber(snapshot, 'mean');
    this.#taken = readNumber(snapshot, 'taken');
  }

  #seed(value: number): number {
    this.#mean = this.#seeded(value);
    this.#taken += 1;

    return this.#taken < this.#seedLength ? Number.NaN : this.#mean;
  }

  /** While seeding, the running plain mean: the same step with a weight of one over the numbers so far. */
  #seeded(value: number): number {
    return this.#mean + (value - this.#mean) / (this.#taken + 1);
  }
}

/** Weight 2 / (period + 1), seeded with the plain mean of the first `period` numbers. */
export const exponential = (period: number): ExponentialMean => new ExponentialMean(2 / (period + 1), period);

/** Wilder's smoothing (New Concepts in Technical Trading Systems, 1978): weight 1 / period, seeded with the plain mean. */
export const wilder = (period: number): ExponentialMean => new ExponentialMean(1 / period, period);
