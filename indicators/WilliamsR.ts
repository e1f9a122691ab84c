import type {Candle} from '../core/domain/Candle.ts';
import {positionInRange} from './cells/positionInRange.ts';
import {RollingRange} from './cells/RollingRange.ts';
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

  readonly #range: RollingRange;
  protected readonly parts;

  constructor(period: number) {
    super(period - 1);
    this.#range = new RollingRange(period);
    this.parts = {range: this.#range};
  }

  update(candle: Candle): void {
    this.#range.update(candle);
    this.values[0] = 100 * positionInRange(candle.close, this.#range.lowest, this.#range.highest) - 100;
  }

  peek(candle: Candle): Float64Array {
    this.#range.peek(candle);
    this.forming[0] = 100 * positionInRange(candle.close, this.#range.lowest, this.#range.highest) - 100;

    return this.forming;
  }
}
