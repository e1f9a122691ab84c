import type {Candle} from '../core/domain/Candle.ts';
import {RollingMean} from './cells/RollingMean.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

/**
 * Simple moving average: the plain mean of the last `period` closes.
 * First index `period - 1`; needs no seed.
 */
export class Sma extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'sma',
    parameters: {period: bars(20)},
    create: ({period}) => new Sma(period),
  });

  readonly #mean: RollingMean;
  protected readonly parts;

  constructor(period: number) {
    super(period - 1);
    this.#mean = new RollingMean(period);
    this.parts = {mean: this.#mean};
  }

  update(candle: Candle): void {
    this.values[0] = this.#mean.update(candle.close);
  }

  peek(candle: Candle): Float64Array {
    this.forming[0] = this.#mean.peek(candle.close);

    return this.forming;
  }
}
