import type {IndicatorSnapshot} from '../Indicator.ts';
import type {Part} from './Part.ts';
import {pack, readNumbers} from './snapshot.ts';

/** A few numbers of state that change together; NaN at the start. */
export class Registers implements Part {
  readonly values: Float64Array;

  constructor(count: number) {
    this.values = new Float64Array(count).fill(Number.NaN);
  }

  snapshot(): IndicatorSnapshot {
    return {values: pack(this.values)};
  }

  restore(snapshot: IndicatorSnapshot): void {
    readNumbers(snapshot, 'values', this.values);
  }
}
