import type {Candle} from '../core/domain/Candle.ts';
import {Delay} from './cells/Delay.ts';
import {ExponentialMean} from './cells/ExponentialMean.ts';
import {RollingMean} from './cells/RollingMean.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {TrueRange} from './cells/TrueRange.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

/**
 * OGZ two-pole oscillator: how unusual the close's distance from its mean is, smoothed twice.
 * `deviation` = close - SMA(close, period); `norm` = (deviation - SMA(deviation, period)) / population standard deviation of
 * the last `period` deviations (0 if that is 0); `value` = two EMAs of length `smoothing` in a row over `norm`, each seeded
 * with its first input; `lag` = `value` of `lag` bars ago; `volatility` = SMA(true range, smoothing), in price units.
 * First index: the later of `2 * period - 2 + lag` and `smoothing`.
 */
export class TwoPole extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'twoPole',
    parameters: {period: bars(25, 2), smoothing: bars(20), lag: bars(4, 1, 100)},
    create: ({period, smoothing, lag}) => new TwoPole(period, smoothing, lag),
  });

  readonly #closes: RollingMean;
  readonly #deviations: RollingMean;
  readonly #firstPole: ExponentialMean;
  readonly #secondPole: ExponentialMean;
  readonly #lag: Delay;
  readonly #range = new TrueRange();
  readonly #ranges: RollingMean;
  protected readonly parts;

  constructor(period: number, smoothing: number, lag: number) {
    super(Math.max(2 * period - 2 + lag, smoothing), ['value', 'lag', 'volatility']);
    this.#closes = new RollingMean(period);
    this.#deviations = new RollingMean(period);
    this.#firstPole = new ExponentialMean(2 / (smoothing + 1), 1);
    this.#secondPole = new ExponentialMean(2 / (smoothing + 1), 1);
    this.#lag = new Delay(lag);
    this.#ranges = new RollingMean(smoothing);
    this.parts = {
      closes: this.#closes,
      deviations: this.#deviations,
      firstPole: this.#firstPole,
      secondPole: this.#secondPole,
      lag: this.#lag,
      range: this.#range,
      ranges: this.#ranges,
    };
  }

  update(candle: Candle): void {
    const distance = candle.close - this.#closes.update(candle.close);
    const mean = this.#deviations.update(distance);
    const norm = ratio(distance - mean, this.#deviations.deviation(mean, candle.close));
    const value = this.#secondPole.update(this.#firstPole.update(norm));
    write(this.values, value, this.#lag.update(value), this.#ranges.update(this.#range.update(candle)));
  }

  peek(candle: Candle): Float64Array {
    const distance = candle.close - this.#closes.peek(candle.close);
    const mean = this.#deviations.peek(distance);
    const norm = ratio(distance - mean, this.#deviations.peekDeviation(distance, mean, candle.close));
    const value = this.#secondPole.peek(this.#firstPole.peek(norm));
    write(this.forming, value, this.#lag.peek(), this.#ranges.peek(this.#range.peek(candle)));

    return this.forming;
  }
}

const ratio = (distance: number, deviation: number): number => (deviation === 0 ? 0 : distance / deviation);

const write = (outputs: Float64Array, value: number, lag: number, volatility: number): void => {
  const isWarm = !(Number.isNaN(lag) || Number.isNaN(volatility));
  outputs[0] = isWarm ? value : Number.NaN;
  outputs[1] = isWarm ? lag : Number.NaN;
  outputs[2] = isWarm ? volatility : Number.NaN;
};
