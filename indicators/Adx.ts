import type {Candle} from '../core/domain/Candle.ts';
import {Delay} from './cells/Delay.ts';
import {type ExponentialMean, wilder} from './cells/ExponentialMean.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {TrueRange} from './cells/TrueRange.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

/**
 * Average directional index, 0 to 100 (Wilder, New Concepts in Technical Trading Systems, 1978). `plusDi` and `minusDi` =
 * Wilder's means of the directional moves in percent of that of the true range; `adx` = Wilder's mean of their relative
 * distance. Seeds are plain means: over the first `period` moves (from the second candle on), then over the first
 * `period` distances. First index `2 * period - 1`. 0 in a market without moves.
 */
export class Adx extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'adx',
    parameters: {period: bars(14)},
    create: ({period}) => new Adx(period),
  });

  readonly #previousHigh = new Delay(1);
  readonly #previousLow = new Delay(1);
  readonly #range = new TrueRange();
  readonly #meanRange: ExponentialMean;
  readonly #meanUp: ExponentialMean;
  readonly #meanDown: ExponentialMean;
  readonly #meanDistance: ExponentialMean;
  protected readonly parts;

  constructor(period: number) {
    super(2 * period - 1, ['adx', 'plusDi', 'minusDi']);
    this.#meanRange = wilder(period);
    this.#meanUp = wilder(period);
    this.#meanDown = wilder(period);
    this.#meanDistance = wilder(period);
    this.parts = {
      previousHigh: this.#previousHigh,
      previousLow: this.#previousLow,
      range: this.#range,
      meanRange: this.#meanRange,
      meanUp: this.#meanUp,
      meanDown: this.#meanDown,
      meanDistance: this.#meanDistance,
    };
  }

  update(candle: Candle): void {
    const up = candle.high - this.#previousHigh.update(candle.high);
    const down = this.#previousLow.update(candle.low) - candle.low;
    const range = this.#meanRange.update(this.#range.update(candle));
    const plus = percentOf(range, this.#meanUp.update(leading(up, down)));
    const minus = percentOf(range, this.#meanDown.update(leading(down, up)));
    write(this.values, this.#meanDistance.update(relativeDistance(plus, minus)), plus, minus);
  }

  peek(candle: Candle): Float64Array {
    const up = candle.high - this.#previousHigh.peek();
    const down = this.#previousLow.peek() - candle.low;
    const range = this.#meanRange.peek(this.#range.peek(candle));
    const plus = percentOf(range, this.#meanUp.peek(leading(up, down)));
    const minus = percentOf(range, this.#meanDown.peek(leading(down, up)));
    write(this.forming, this.#meanDistance.peek(relativeDistance(plus, minus)), plus, minus);

    return this.forming;
  }
}

/** `move` if it is the larger of the two and positive, else 0: an inside bar and a tie are no move. */
const leading = (move: number, other: number): number => {
  if (Number.isNaN(move)) return move;

  return move > other && move > 0 ? move : 0;
};

const percentOf = (whole: number, part: number): number => (whole === 0 ? 0 : (100 * part) / whole);

const relativeDistance = (plus: number, minus: number): number => percentOf(plus + minus, Math.abs(plus - minus));

const write = (outputs: Float64Array, adx: number, plusDi: number, minusDi: number): void => {
  const isWarm = !Number.isNaN(adx);
  outputs[0] = adx;
  outputs[1] = isWarm ? plusDi : adx;
  outputs[2] = isWarm ? minusDi : adx;
};
