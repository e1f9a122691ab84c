import type {Candle} from '../core/domain/Candle.ts';
import {LinearMean} from './cells/LinearMean.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

/**
 * Weighted moving average of the close: weights 1 (oldest) to `period` (newest).
 * First index `period - 1`; needs no seed.
 */
export class Wma extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'wma',
    parameters: {period: bars(20)},
    create: ({period}) => new Wma(period),
  });

  readonly #mean: LinearMean;
  protected readonly parts;

  constructor(period: number) {
    super(period - 1);
    this.#mean = new LinearMean(period);
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
