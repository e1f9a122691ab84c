import type {IndicatorSnapshot} from '../Indicator.ts';
import {at} from './at.ts';
import type {Part} from './Part.ts';
import {pack, readNumber, readNumbers} from './snapshot.ts';

/** The last `length` numbers. */
export class Ring implements Part {
  readonly length: number;
  /** The window in storage order, which is not the order of time. Slots not yet filled hold 0. */
  readonly values: Float64Array;
  #head = 0;
  #count = 0;

  constructor(length: number) {
    this.length = length;
    this.values = new Float64Array(length);
  }

  get isFull(): boolean {
    return this.#count === this.length;
  }

  /** True if one more `push` fills the ring or it is full already. */
  get isFullAfterPush(): boolean {
    return this.#count >= this.length - 1;
  }

  /** True right after the push that filled the last slot: the storage order is then the order of time. */
  get hasWrapped(): boolean {
    return this.#head === 0;
  }

  /** The number that the next push drops; 0 while the ring still fills. */
  get oldest(): number {
    return at(this.values, this.#head);
  }

  push(value: number): void {
    this.values[this.#head] = value;
    this.#head = this.#head + 1 === this.length ? 0 : this.#head + 1;
    if (this.#count < this.length) this.#count += 1;
  }

  snapshot(): IndicatorSnapshot {
    return {values: pack(this.values), head: this.#head, count: this.#count};
  }

  restore(snapshot: IndicatorSnapshot): void {
    readNumbers(snapshot, 'values', this.values);
    this.#head = readNumber(snapshot, 'head');
    this.#count = readNumber(snapshot, 'count');
  }
}
