import type {IndicatorSnapshot} from '../Indicator.ts';
import type {Part} from './Part.ts';
import {Ring} from './Ring.ts';

/** The number of `length` steps ago; NaN until there is one. NaN inputs are passed over. */
export class Delay implements Part {
  readonly #ring: Ring;

  constructor(length: number) {
    this.#ring = new Ring(length);
  }

  update(value: number): number {
    if (Number.isNaN(value)) return value;

    const delayed = this.peek();
    this.#ring.push(value);

    return delayed;
  }

  /** What the next update answers, whatever number it brings. */
  peek(): number {
    return this.#ring.isFull ? this.#ring.oldest : Number.NaN;
  }

  snapshot(): IndicatorSnapshot {
    return this.#ring.snapshot();
  }

  restore(snapshot: IndicatorSnapshot): void {
    this.#ring.restore(snapshot);
  }
}
