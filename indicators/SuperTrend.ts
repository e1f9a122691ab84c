import type {Candle} from '../core/domain/Candle.ts';
import {at} from './cells/at.ts';
import {type ExponentialMean, wilder} from './cells/ExponentialMean.ts';
import {Registers} from './cells/Registers.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {TrueRange} from './cells/TrueRange.ts';
import {bars, defineIndicator, multiplier} from './defineIndicator.ts';

const UPPER = 0;
const LOWER = 1;
const CLOSE = 2;
const DIRECTION = 3;

/**
 * SuperTrend (Seban): a trailing line `multiplier` average true ranges from the bar's middle, which only moves with the
 * trend and changes sides when the close reaches it. `value` = the line; `direction` = 1 below the price (rising trend), -1
 * above it. Seed: that of `atr`; the first trend rises if the first warm bar closes at or above its middle.
 * First index `period`.
 */
export class SuperTrend extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'superTrend',
    parameters: {period: bars(10), multiplier: multiplier(3)},
    create: params => new SuperTrend(params.period, params.multiplier),
  });

  readonly #multiplier: number;
  readonly #range = new TrueRange();
  readonly #meanRange: ExponentialMean;
  readonly #trend = new Registers(4);
  readonly #formingTrend = new Registers(4);
  protected readonly parts;

  constructor(period: number, rangeMultiplier: number) {
    super(period, ['value', 'direction']);
    this.#multiplier = rangeMultiplier;
    this.#meanRange = wilder(period);
    this.parts = {range: this.#range, meanRange: this.#meanRange, trend: this.#trend};
  }

  update(candle: Candle): void {
    const distance = this.#multiplier * this.#meanRange.update(this.#range.update(candle));
    if (Number.isNaN(distance)) return;

    follow(this.#trend.values, candle, distance, this.#trend.values);
    write(this.values, this.#trend.values);
  }

  peek(candle: Candle): Float64Array {
    const distance = this.#multiplier * this.#meanRange.peek(this.#range.peek(candle));
    if (Number.isNaN(distance)) return this.forming;

    follow(this.#trend.values, candle, distance, this.#formingTrend.values);
    write(this.forming, this.#formingTrend.values);

    return this.forming;
  }
}

/** Moves the trend `from` on by one bar and writes it to `to`, which may be `from`. */
const follow = (from: Float64Array, candle: Candle, distance: number, to: Float64Array): void => {
  const middle = (candle.high + candle.low) / 2;
  const isFirst = Number.isNaN(at(from, CLOSE));
  const wasRising = isFirst ? candle.close >= middle : at(from, DIRECTION) > 0;
  const upper = ratchetDown(at(from, UPPER), middle + distance, at(from, CLOSE));
  const lower = ratchetUp(at(from, LOWER), middle - distance, at(from, CLOSE));
  to[UPPER] = upper;
  to[LOWER] = lower;
  to[CLOSE] = candle.close;
  to[DIRECTION] = candle.close > (wasRising ? lower : upper) ? 1 : -1;
};

/** The upper line stays where it was unless the new one is lower or the last close was above it. */
const ratchetDown = (held: number, fresh: number, close: number): number =>
  held <= fresh && close <= held ? held : fresh;

const ratchetUp = (held: number, fresh: number, close: number): number =>
  held >= fresh && close >= held ? held : fresh;

const write = (outputs: Float64Array, trend: Float64Array): void => {
  const direction = at(trend, DIRECTION);
  outputs[0] = at(trend, direction > 0 ? LOWER : UPPER);
  outputs[1] = direction;
};
