import type {Candle} from '../core/domain/Candle.ts';
import {RollingMaximum} from './cells/RollingMaximum.ts';
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

  readonly #highest: RollingMaximum;
  readonly #lowestNegated: RollingMaximum;
  protected readonly parts;

  constructor(period: number) {
    super(period - 1, ['upper', 'middle', 'lower']);
    this.#highest = new RollingMaximum(period);
    this.#lowestNegated = new RollingMaximum(period);
    this.parts = {highest: this.#highest, lowestNegated: this.#lowestNegated};
  }

  update(candle: Candle): void {
    write(this.values, this.#highest.update(candle.high), -this.#lowestNegated.update(-candle.low));
  }

  peek(candle: Candle): Float64Array {
    write(this.forming, this.#highest.peek(candle.high), -this.#lowestNegated.peek(-candle.low));

    return this.forming;
  }
}

const write = (outputs: Float64Array, upper: number, lower: number): void => {
  outputs[0] = upper;
  outputs[1] = (upper + lower) / 2;
  outputs[2] = lower;
};
