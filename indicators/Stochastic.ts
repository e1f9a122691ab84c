import type {Candle} from '../core/domain/Candle.ts';
import {positionInRange} from './cells/positionInRange.ts';
import {RollingMean} from './cells/RollingMean.ts';
import {RollingRange} from './cells/RollingRange.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

/**
 * Stochastic oscillator (Lane), 0 to 100: where the close lies in the range of the last `period` bars. `k` = its SMA over
 * `smoothing` bars (1 = fast, 3 = slow), `d` = the SMA of `k` over `signalPeriod`. 50 where the range is empty.
 * First index `period + smoothing + signalPeriod - 3`; needs no seed.
 */
export class Stochastic extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'stochastic',
    parameters: {period: bars(14), smoothing: bars(3), signalPeriod: bars(3)},
    create: ({period, smoothing, signalPeriod}) => new Stochastic(period, smoothing, signalPeriod),
  });

  readonly #range: RollingRange;
  readonly #k: RollingMean;
  readonly #d: RollingMean;
  protected readonly parts;

  constructor(period: number, smoothing: number, signalPeriod: number) {
    super(period + smoothing + signalPeriod - 3, ['k', 'd']);
    this.#range = new RollingRange(period);
    this.#k = new RollingMean(smoothing);
    this.#d = new RollingMean(signalPeriod);
    this.parts = {range: this.#range, k: this.#k, d: this.#d};
  }

  update(candle: Candle): void {
    this.#range.update(candle);
    const k = this.#k.update(100 * positionInRange(candle.close, this.#range.lowest, this.#range.highest));
    write(this.values, k, this.#d.update(k));
  }

  peek(candle: Candle): Float64Array {
    this.#range.peek(candle);
    const k = this.#k.peek(100 * positionInRange(candle.close, this.#range.lowest, this.#range.highest));
    write(this.forming, k, this.#d.peek(k));

    return this.forming;
  }
}

const write = (outputs: Float64Array, k: number, d: number): void => {
  outputs[0] = Number.isNaN(d) ? d : k;
  outputs[1] = d;
};
