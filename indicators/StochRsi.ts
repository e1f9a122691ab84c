import type {Candle} from '../core/domain/Candle.ts';
import {positionInRange} from './cells/positionInRange.ts';
import {RelativeStrength} from './cells/RelativeStrength.ts';
import {RollingMean} from './cells/RollingMean.ts';
import {RollingRange} from './cells/RollingRange.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

/** RSI points. In a quiet market the RSI stands still but for rounding, which must not swing this oscillator. */
const FLAT_RSI_RANGE = 1e-9;

/**
 * Stochastic RSI (Chande and Kroll, The New Technical Trader, 1994), 0 to 100: where the RSI over `period` bars lies in
 * its own range of the last `stochasticPeriod` bars. `k` = its SMA over `smoothing`, `d` = the SMA of `k` over
 * `signalPeriod`. 50 where the range is empty. Seed: that of the RSI.
 * First index `period + stochasticPeriod + smoothing + signalPeriod - 3`.
 */
export class StochRsi extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'stochRsi',
    parameters: {period: bars(14), stochasticPeriod: bars(14), smoothing: bars(3), signalPeriod: bars(3)},
    create: params => new StochRsi(params),
  });

  readonly #strength: RelativeStrength;
  /** The RSI as a bar without extent; always the same object. */
  readonly #point = {high: Number.NaN, low: Number.NaN};
  readonly #range: RollingRange;
  readonly #k: RollingMean;
  readonly #d: RollingMean;
  protected readonly parts;

  constructor(params: {period: number; stochasticPeriod: number; smoothing: number; signalPeriod: number}) {
    super(params.period + params.stochasticPeriod + params.smoothing + params.signalPeriod - 3, ['k', 'd']);
    this.#strength = new RelativeStrength(params.period);
    this.#range = new RollingRange(params.stochasticPeriod);
    this.#k = new RollingMean(params.smoothing);
    this.#d = new RollingMean(params.signalPeriod);
    this.parts = {
      strength: this.#strength,
      range: this.#range,
      k: this.#k,
      d: this.#d,
    };
  }

  update(candle: Candle): void {
    const rsi = this.#strength.update(candle.close);
    this.#point.high = rsi;
    this.#point.low = rsi;
    this.#range.update(this.#point);
    const k = this.#k.update(100 * positionInRange(rsi, this.#range.lowest, this.#range.highest, FLAT_RSI_RANGE));
    write(this.values, k, this.#d.update(k));
  }

  peek(candle: Candle): Float64Array {
    const rsi = this.#strength.peek(candle.close);
    this.#point.high = rsi;
    this.#point.low = rsi;
    this.#range.peek(this.#point);
    const k = this.#k.peek(100 * positionInRange(rsi, this.#range.lowest, this.#range.highest, FLAT_RSI_RANGE));
    write(this.forming, k, this.#d.peek(k));

    return this.forming;
  }
}

const write = (outputs: Float64Array, k: number, d: number): void => {
  outputs[0] = Number.isNaN(d) ? d : k;
  outputs[1] = d;
};
