import type {Candle} from '../core/domain/Candle.ts';
import type {Indicator} from './Indicator.ts';
import {at} from './cells/at.ts';
import {Registers} from './cells/Registers.ts';
import {RollingMean} from './cells/RollingMean.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {typicalPrice} from './cells/typicalPrice.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

const DAY_MS = 86_400_000;
const DAY = 0;
const NOTIONAL = 1;
const VOLUME = 2;

/**
 * Volume-weighted average price since the start of the UTC day, from typical prices ((high + low + close) / 3).
 * `period` 0 (the default) asks for it; any other `period` for the mean over the last `period` bars. First index 0.
 * While nothing has traded it is the bar's typical price.
 */
export class Vwap extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'vwap',
    parameters: {period: bars(0, 0)},
    create: ({period}): Indicator => (period === 0 ? new Vwap() : new RollingVwap(period)),
  });

  readonly #session = new Registers(3);
  readonly #formingSession = new Registers(3);
  protected readonly parts = {session: this.#session};

  constructor() {
    super(0);
  }

  update(candle: Candle): void {
    this.values[0] = advance(this.#session.values, candle, this.#session.values);
  }

  peek(candle: Candle): Float64Array {
    this.forming[0] = advance(this.#session.values, candle, this.#formingSession.values);

    return this.forming;
  }
}

/** Takes `candle` into the session `from`, writes the outcome to `to` (which may be `from`) and returns the average price. */
const advance = (from: Float64Array, candle: Candle, to: Float64Array): number => {
  const price = typicalPrice(candle);
  const day = Math.floor(candle.time / DAY_MS);
  const isSameDay = at(from, DAY) === day;
  const notional = price * candle.volume + (isSameDay ? at(from, NOTIONAL) : 0);
  const volume = candle.volume + (isSameDay ? at(from, VOLUME) : 0);
  to[DAY] = day;
  to[NOTIONAL] = notional;
  to[VOLUME] = volume;

  return volume > 0 ? notional / volume : price;
};

/** Volume-weighted average price of the last `period` bars. First index `period - 1`; needs no seed. */
class RollingVwap extends StreamingIndicator {
  readonly #notional: RollingMean;
  readonly #volume: RollingMean;
  protected readonly parts;

  constructor(period: number) {
    super(period - 1);
    this.#notional = new RollingMean(period);
    this.#volume = new RollingMean(period);
    this.parts = {notional: this.#notional, volume: this.#volume};
  }

  update(candle: Candle): void {
    const price = typicalPrice(candle);
    const notional = this.#notional.update(price * candle.volume);
    const volume = this.#volume.update(candle.volume);
    this.values[0] = volume === 0 ? price : notional / volume;
  }

  peek(candle: Candle): Float64Array {
    const price = typicalPrice(candle);
    const notional = this.#notional.peek(price * candle.volume);
    const volume = this.#volume.peek(candle.volume);
    this.forming[0] = volume === 0 ? price : notional / volume;

    return this.forming;
  }
}
