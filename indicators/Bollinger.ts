import type {Candle} from '../core/domain/Candle.ts';
import {positionInRange} from './cells/positionInRange.ts';
import {RollingMean} from './cells/RollingMean.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {bars, defineIndicator, multiplier} from './defineIndicator.ts';

/**
 * Bollinger bands of the close (Bollinger on Bollinger Bands, 2001): `middle` = SMA, `upper` and `lower` = `multiplier`
 * population standard deviations from it; `percentB` = 0 at the lower band, 1 at the upper (0.5 if they meet);
 * `width` = (upper - lower) / middle. First index `period - 1`; needs no seed.
 */
export class Bollinger extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'bollinger',
    parameters: {period: bars(20, 2), multiplier: multiplier(2)},
    create: params => new Bollinger(params.period, params.multiplier),
  });

  readonly #multiplier: number;
  readonly #mean: RollingMean;
  protected readonly parts;

  constructor(period: number, bandMultiplier: number) {
    super(period - 1, ['upper', 'middle', 'lower', 'percentB', 'width']);
    this.#multiplier = bandMultiplier;
    this.#mean = new RollingMean(period);
    this.parts = {mean: this.#mean};
  }

  update(candle: Candle): void {
    const middle = this.#mean.update(candle.close);
    this.#write(this.values, candle.close, middle, this.#mean.deviation(middle, middle));
  }

  peek(candle: Candle): Float64Array {
    const middle = this.#mean.peek(candle.close);
    this.#write(this.forming, candle.close, middle, this.#mean.peekDeviation(candle.close, middle, middle));

    return this.forming;
  }

  #write(outputs: Float64Array, close: number, middle: number, deviation: number): void {
    const upper = middle + this.#multiplier * deviation;
    const lower = middle - this.#multiplier * deviation;
    outputs[0] = upper;
    outputs[1] = middle;
    outputs[2] = lower;
    outputs[3] = positionInRange(close, lower, upper);
    outputs[4] = middle === 0 ? 0 : (upper - lower) / middle;
  }
}
