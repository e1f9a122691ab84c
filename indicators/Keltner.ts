import type {Candle} from '../core/domain/Candle.ts';
import {type ExponentialMean, exponential, wilder} from './cells/ExponentialMean.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {TrueRange} from './cells/TrueRange.ts';
import {bars, defineIndicator, multiplier} from './defineIndicator.ts';

/**
 * Keltner channel (Raschke's form, as on StockCharts): `middle` = EMA of the close over `period`; `upper` and `lower` are
 * `multiplier` average true ranges (over `atrPeriod`) from it. Seeds are those of `ema` and `atr`.
 * First index: the later of `period - 1` and `atrPeriod`.
 */
export class Keltner extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'keltner',
    parameters: {period: bars(20), multiplier: multiplier(2), atrPeriod: bars(10)},
    create: params => new Keltner(params.period, params.multiplier, params.atrPeriod),
  });

  readonly #multiplier: number;
  readonly #middle: ExponentialMean;
  readonly #range = new TrueRange();
  readonly #meanRange: ExponentialMean;
  protected readonly parts;

  constructor(period: number, rangeMultiplier: number, atrPeriod: number) {
    super(Math.max(period - 1, atrPeriod), ['upper', 'middle', 'lower']);
    this.#multiplier = rangeMultiplier;
    this.#middle = exponential(period);
    this.#meanRange = wilder(atrPeriod);
    this.parts = {middle: this.#middle, range: this.#range, meanRange: this.#meanRange};
  }

  update(candle: Candle): void {
    const range = this.#meanRange.update(this.#range.update(candle));
    write(this.values, this.#middle.update(candle.close), this.#multiplier * range);
  }

  peek(candle: Candle): Float64Array {
    const range = this.#meanRange.peek(this.#range.peek(candle));
    write(this.forming, this.#middle.peek(candle.close), this.#multiplier * range);

    return this.forming;
  }
}

const write = (outputs: Float64Array, middle: number, distance: number): void => {
  const upper = middle + distance;
  outputs[0] = upper;
  outputs[1] = Number.isNaN(upper) ? upper : middle;
  outputs[2] = middle - distance;
};
