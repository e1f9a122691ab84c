import type {IndicatorSnapshot} from '../Indicator.ts';
import {at} from './at.ts';
import type {Part} from './Part.ts';
import {Ring} from './Ring.ts';
import {packNumber, readNumber, readPart} from './snapshot.ts';

/**
 * Mean of the last `period` numbers with weights 1 (oldest) to `period` (newest); NaN until the window is full.
 *
 * O(1): when the window slides, each number's weight falls by one, so the weighted sum falls by the plain sum. Both sums
 * are computed afresh each time the ring wraps, for the updates that follow: so rounding errors live for at most `period`
 * updates, and `peek` need not know of it.
 */
export class LinearMean implements Part {
  readonly #ring: Ring;
  readonly #totalWeight: number;
  #sum = 0;
  #weightedSum = 0;

  constructor(period: number) {
    this.#ring = new Ring(period);
    this.#totalWeight = (period * (period + 1)) / 2;
  }

  update(value: number): number {
    const weightedSum = this.#slidWeightedSum(value);
    const sum = this.#sum - this.#ring.oldest + value;
    this.#ring.push(value);
    this.#weightedSum = weightedSum;
    this.#sum = sum;
    if (this.#ring.hasWrapped) this.#recompute();

    return this.#ring.isFull ? weightedSum / this.#totalWeight : Number.NaN;
  }

  peek(value: number): number {
    return this.#ring.isFullAfterPush ? this.#slidWeightedSum(value) / this.#totalWeight : Number.NaN;
  }

  snapshot(): IndicatorSnapshot {
    return {ring: this.#ring.snapshot(), sum: packNumber(this.#sum), weightedSum: packNumber(this.#weightedSum)};
  }

  restore(snapshot: IndicatorSnapshot): void {
    this.#ring.restore(readPart(snapshot, 'ring'));
    this.#sum = readNumber(snapshot, 'sum');
    this.#weightedSum = readNumber(snapshot, 'weightedSum');
  }

  #slidWeightedSum(value: number): number {
    return this.#weightedSum - this.#sum + this.#ring.length * value;
  }

  #recompute(): void {
    const values = this.#ring.values;
    this.#sum = 0;
    this.#weightedSum = 0;
    for (let index = 0; index < values.length; index += 1) {
      this.#sum += at(values, index);
      this.#weightedSum += (index + 1) * at(values, index);
    }
  }
}
