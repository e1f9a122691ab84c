import type {IndicatorSnapshot} from '../Indicator.ts';
import {at} from './at.ts';
import type {Part} from './Part.ts';
import {pack, readBoolean, readNumber, readNumbers} from './snapshot.ts';

/**
 * Highest of the last `period` numbers in amortised O(1); NaN until the window is full. NaN inputs are passed over.
 * For the lowest, negate what goes in and what comes out.
 *
 * Van Herk's algorithm (Pattern Recognition Letters 13, 1992): the numbers fill blocks of `period`. When a block is full,
 * each of its slots is overwritten by the maximum from there to the block's end. The window is then always a rest of the
 * last block, whose maximum stands in its first slot, and a beginning of the current one, whose maximum is carried along.
 * It does less per number than a monotonic queue, and needs no positions.
 */
export class RollingMaximum implements Part {
  readonly #period: number;
  /** Before `#head`: the numbers of the current block. From there on: maxima of the rests of the last block. */
  readonly #values: Float64Array;
  #head = 0;
  #maximumOfBlock = Number.NEGATIVE_INFINITY;
  #hasLastBlock = false;

  constructor(period: number) {
    this.#period = period;
    this.#values = new Float64Array(period);
  }

  update(value: number): number {
    if (Number.isNaN(value)) return value;

    const maximum = larger(this.#maximumOfBlock, value);
    const next = this.#head + 1;
    this.#values[this.#head] = value;
    this.#maximumOfBlock = maximum;
    this.#head = next;
    if (next === this.#period) {
      this.#closeBlock();
      return maximum;
    }

    return this.#hasLastBlock ? larger(maximum, at(this.#values, next)) : Number.NaN;
  }

  peek(value: number): number {
    if (Number.isNaN(value)) return value;

    const maximum = larger(this.#maximumOfBlock, value);
    const next = this.#head + 1;
    if (next === this.#period) return maximum;

    return this.#hasLastBlock ? larger(maximum, at(this.#values, next)) : Number.NaN;
  }

  snapshot(): IndicatorSnapshot {
    return {values: pack(this.#values), head: this.#head, hasLastBlock: this.#hasLastBlock};
  }

  restore(snapshot: IndicatorSnapshot): void {
    readNumbers(snapshot, 'values', this.#values);
    this.#head = readNumber(snapshot, 'head');
    this.#hasLastBlock = readBoolean(snapshot, 'hasLastBlock');
    this.#maximumOfBlock = this.#values
      .subarray(0, this.#head)
      .reduce((most, each) => larger(most, each), Number.NEGATIVE_INFINITY);
  }

  #closeBlock(): void {
    let maximum = Number.NEGATIVE_INFINITY;
    for (let index = this.#period - 1; index >= 0; index -= 1) {
      maximum = larger(maximum, at(this.#values, index));
      this.#values[index] = maximum;
    }
    this.#head = 0;
    this.#maximumOfBlock = Number.NEGATIVE_INFINITY;
    this.#hasLastBlock = true;
  }
}

/** Half the cost of `Math.max`, which also has to order NaN and the two zeros. */
const larger = (a: number, b: number): number => (a > b ? a : b);
