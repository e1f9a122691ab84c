import type {Candle} from '../core/domain/Candle.ts';
import {RollingMean} from './cells/RollingMean.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {typicalPrice} from './cells/typicalPrice.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

/** Lambert's constant: puts most values between -100 and 100. */
const LAMBERT = 0.015;

/**
 * Commodity channel index (Lambert, Commodities, 1980): distance of the typical price from its SMA, in mean absolute
 * deviations times 0.015. 0 where there is no deviation. First index `period - 1`; needs no seed.
 */
export class Cci extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'cci',
    parameters: {period: bars(20, 2)},
    create: ({period}) => new Cci(period),
  });

  readonly #mean: RollingMean;
  protected readonly parts;

  constructor(period: number) {
    super(period - 1);
    this.#mean = new RollingMean(period);
    this.parts = {mean: this.#mean};
  }

  update(candle: Candle): void {
    const price = typicalPrice(candle);
    const mean = this.#mean.update(price);
    this.values[0] = channelIndex(price - mean, this.#mean.absoluteDeviation(mean));
  }

  peek(candle: Candle): Float64Array {
    const price = typicalPrice(candle);
    const mean = this.#mean.peek(price);
    this.forming[0] = channelIndex(price - mean, this.#mean.peekAbsoluteDeviation(price, mean));

    return this.forming;
  }
}

const channelIndex = (distance: number, deviation: number): number =>
  deviation === 0 ? 0 : distance / (LAMBERT * deviation);
