import type {Candle} from '../core/domain/Candle.ts';
import {DirectionalMove} from './cells/DirectionalMove.ts';
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

  readonly #move = new DirectionalMove();
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
      move: this.#move,
      range: this.#range,
      meanRange: this.#meanRange,
      meanUp: this.#meanUp,
      meanDown: this.#meanDown,
      meanDistance: this.#meanDistance,
    };
  }

  update(candle: Candle): void {
    this.#move.update(candle);
    const range = this.#meanRange.update(this.#range.update(candle));
    const plus = percentOf(range, this.#meanUp.update(this.#move.up));
    const minus = percentOf(range, this.#meanDown.update(this.#move.down));
    write(this.values, this.#meanDistance.update(relativeDistance(plus, minus)), plus, minus);
  }

  peek(candle: Candle): Float64Array {
    this.#move.peek(candle);
    const range = this.#meanRange.peek(this.#range.peek(candle));
    const plus = percentOf(range, this.#meanUp.peek(this.#move.up));
    const minus = percentOf(range, this.#meanDown.peek(this.#move.down));
    write(this.forming, this.#meanDistance.peek(relativeDistance(plus, minus)), plus, minus);

    return this.forming;
  }
}

const percentOf = (whole: number, part: number): number => (whole === 0 ? 0 : (100 * part) / whole);

const relativeDistance = (plus: number, minus: number): number => percentOf(plus + minus, Math.abs(plus - minus));

const write = (outputs: Float64Array, adx: number, plusDi: number, minusDi: number): void => {
  const isWarm = !Number.isNaN(adx);
  outputs[0] = adx;
  outputs[1] = isWarm ? plusDi : adx;
  outputs[2] = isWarm ? minusDi : adx;
};
