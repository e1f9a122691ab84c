import type {Candle} from '../core/domain/Candle.ts';
import {RollingMean} from './cells/RollingMean.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

/**
 * Population standard deviation of the last `period` closes, in price units.
 * First index `period - 1`; needs no seed.
 */
export class StandardDeviation extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'standardDeviation',
    parameters: {period: bars(20, 2)},
    create: ({period}) => new StandardDeviation(period),
  });

  readonly #mean: RollingMean;
  protected readonly parts;

  constructor(period: number) {
    super(period - 1);
    this.#mean = new RollingMean(period);
    this.parts = {mean: this.#mean};
  }

  update(candle: Candle): void {
    const mean = this.#mean.update(candle.close);
    this.values[0] = this.#mean.deviation(mean, mean);
  }

  peek(candle: Candle): Float64Array {
    const mean = this.#mean.peek(candle.close);
    this.forming[0] = this.#mean.peekDeviation(candle.close, mean, mean);

    return this.forming;
  }
}
