import type {IndicatorSnapshot} from '../Indicator.ts';
import {at} from './at.ts';
import type {Part} from './Part.ts';
import {pack, readNumber, readNumbers} from './snapshot.ts';

/**
 * Highest of the last `period` numbers in amortised O(1); NaN until the window is full. NaN inputs are passed over.
 * For the lowest, negate what goes in and what comes out.
 *
 * A monotonic queue: it keeps only the numbers that can still become the maximum, falling from front to back, each with
 * the position at which it came. Its slots are a ring whose size is a power of two, so that a mask wraps the index.
 */
export class RollingMaximum implements Part {
  readonly #period: number;
  readonly #mask: number;
  readonly #values: Float64Array;
  readonly #positions: Float64Array;
  #front = 0;
  #size = 0;
  #taken = 0;

  constructor(period: number) {
    const capacity = powerOfTwoFrom(period);
    this.#period = period;
    this.#mask = capacity - 1;
    this.#values = new Float64Array(capacity);
    this.#positions = new Float64Array(capacity);
  }

  update(value: number): number {
    if (Number.isNaN(value)) return value;

    if (this.#isFrontLeaving()) this.#dropFront();
    while (this.#size > 0 && this.#valueAt(this.#size - 1) <= value) this.#size -= 1;
    this.#append(value);

    return this.#taken >= this.#period ? this.#valueAt(0) : Number.NaN;
  }

  peek(value: number): number {
    if (Number.isNaN(value) || this.#taken + 1 < this.#period) return Number.NaN;

    const first = this.#isFrontLeaving() ? 1 : 0;

    return first < this.#size ? Math.max(this.#valueAt(first), value) : value;
  }

  snapshot(): IndicatorSnapshot {
    return {
      values: pack(this.#values),
      positions: pack(this.#positions),
      front: this.#front,
      size: this.#size,
      taken: this.#taken,
    };
  }

  restore(snapshot: IndicatorSnapshot): void {
    readNumbers(snapshot, 'values', this.#values);
    readNumbers(snapshot, 'positions', this.#positions);
    this.#front = readNumber(snapshot, 'front');
    this.#size = readNumber(snapshot, 'size');
    this.#taken = readNumber(snapshot, 'taken');
  }

  #isFrontLeaving(): boolean {
    return this.#size > 0 && at(this.#positions, this.#front) <= this.#taken - this.#period;
  }

  #dropFront(): void {
    this.#front = (this.#front + 1) & this.#mask;
    this.#size -= 1;
  }

  #append(value: number): void {
    const slot = (this.#front + this.#size) & this.#mask;
    this.#values[slot] = value;
    this.#positions[slot] = this.#taken;
    this.#size += 1;
    this.#taken += 1;
  }

  #valueAt(offset: number): number {
    return at(this.#values, (this.#front + offset) & this.#mask);
  }
}

const powerOfTwoFrom = (least: number): number => {
  let power = 1;
  while (power < least) power *= 2;

  return power;
};
