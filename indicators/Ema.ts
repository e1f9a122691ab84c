import type {Candle} from '../core/domain/Candle.ts';
import {type ExponentialMean, exponential} from './cells/ExponentialMean.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

/**
 * Exponential moving average of the close, weight 2 / (period + 1).
 * Seed: the SMA of the first `period` closes, at first index `period - 1` (as TA-Lib and StockCharts do).
 */
export class Ema extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'ema',
    parameters: {period: bars(20)},
    create: ({period}) => new Ema(period),
  });

  readonly #mean: ExponentialMean;
  protected readonly parts;

  constructor(period: number) {
    super(period - 1);
    this.#mean = exponential(period);
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
