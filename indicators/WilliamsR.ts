import type {Candle} from '../core/domain/Candle.ts';
import {positionInRange} from './cells/positionInRange.ts';
import {RollingMaximum} from './cells/RollingMaximum.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

/**
 * Williams %R, -100 to 0: how far the close is below the highest high, in parts of the range of the last `period` bars.
 * -50 where the range is empty. First index `period - 1`; needs no seed.
 */
export class WilliamsR extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'williamsR',
    parameters: {period: bars(14)},
    create: ({period}) => new WilliamsR(period),
  });

  readonly #highest: RollingMaximum;
  readonly #lowestNegated: RollingMaximum;
  protected readonly parts;

  constructor(period: number) {
    super(period - 1);
    this.#highest = new RollingMaximum(period);
    this.#lowestNegated = new RollingMaximum(period);
    this.parts = {highest: this.#highest, lowestNegated: this.#lowestNegated};
  }

  update(candle: Candle): void {
    const high = this.#highest.update(candle.high);
    const low = -this.#lowestNegated.update(-candle.low);
    this.values[0] = 100 * positionInRange(candle.close, low, high) - 100;
  }

  peek(candle: Candle): Float64Array {
    const high = this.#highest.peek(candle.high);
    const low = -this.#lowestNegated.peek(-candle.low);
    this.forming[0] = 100 * positionInRange(candle.close, low, high) - 100;

    return this.forming;
  }
}
