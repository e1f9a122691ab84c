import type {Candle} from '../core/domain/Candle.ts';
import {RollingRange} from './cells/RollingRange.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

/**
 * Donchian channel: `upper` = highest high and `lower` = lowest low of the last `period` bars, this bar included;
 * `middle` = halfway. First index `period - 1`; needs no seed.
 * Trap: no close can break a channel that holds its own bar; a breakout compares with the channel of the bar before.
 */
export class Donchian extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'donchian',
    parameters: {period: bars(20)},
    create: ({period}) => new Donchian(period),
  });

  readonly #range: RollingRange;
  protected readonly parts;

  constructor(period: number) {
    super(period - 1, ['upper', 'middle', 'lower']);
    this.#range = new RollingRange(period);
    this.parts = {range: this.#range};
  }

  update(candle: Candle): void {
    this.#range.update(candle);
    write(this.values, this.#range.highest, this.#range.lowest);
  }

  peek(candle: Candle): Float64Array {
    this.#range.peek(candle);
    write(this.forming, this.#range.highest, this.#range.lowest);

    return this.forming;
  }
}

const write = (outputs: Float64Array, upper: number, lower: number): void => {
  outputs[0] = upper;
  outputs[1] = (upper + lower) / 2;
  outputs[2] = lower;
};
