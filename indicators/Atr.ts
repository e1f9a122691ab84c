import type {Candle} from '../core/domain/Candle.ts';
import {type ExponentialMean, wilder} from './cells/ExponentialMean.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {TrueRange} from './cells/TrueRange.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

/**
 * Average true range in price units: Wilder's mean of the true range (New Concepts in Technical Trading Systems, 1978).
 * Seed: the plain mean of the first `period` true ranges, which start at the second candle; so first index `period`.
 */
export class Atr extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'atr',
    parameters: {period: bars(14)},
    create: ({period}) => new Atr(period),
  });

  readonly #range = new TrueRange();
  readonly #mean: ExponentialMean;
  protected readonly parts;

  constructor(period: number) {
    super(period);
    this.#mean = wilder(period);
    this.parts = {range: this.#range, mean: this.#mean};
  }

  update(candle: Candle): void {
    this.values[0] = this.#mean.update(this.#range.update(candle));
  }

  peek(candle: Candle): Float64Array {
    this.forming[0] = this.#mean.peek(this.#range.peek(candle));

    return this.forming;
  }
}
