import {at} from '../../../indicators/cells/at.ts';
import type {IndicatorHandle, IndicatorSpec} from '../../../indicators/MarketIndicators.ts';

/** Which output of which indicator a strategy reads. */
export type LineSpec = {readonly spec: IndicatorSpec; readonly output: string};

export const lineOf = (name: string, params: Readonly<Record<string, number>> = {}, output = 'value'): LineSpec => ({
  spec: {name, params},
  output,
});

/** One output of one indicator, at the last closed bar and at the bar before. */
export class Line {
  readonly #handle: IndicatorHandle;
  readonly #index: number;

  /** Throws a RangeError if the indicator has no such output. */
  constructor(handle: IndicatorHandle, output: string) {
    this.#handle = handle;
    this.#index = handle.outputs.indexOf(output);
    if (this.#index === -1) {
      throw new RangeError(`Indicator ${handle.key} has no output "${output}". Known: ${handle.outputs.join(', ')}.`);
    }
  }

  get now(): number {
    return at(this.#handle.values, this.#index);
  }

  get before(): number {
    return at(this.#handle.previous, this.#index);
  }

  /** Candles until both `now` and `before` are numbers. */
  get need(): number {
    return this.#handle.firstIndex + 2;
  }

  get isWarm(): boolean {
    return !Number.isNaN(this.before + this.now);
  }
}
