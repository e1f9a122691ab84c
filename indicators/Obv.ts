import type {Candle} from '../core/domain/Candle.ts';
import {at} from './cells/at.ts';
import {Registers} from './cells/Registers.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {defineIndicator} from './defineIndicator.ts';

const CLOSE = 0;
const TOTAL = 1;

/**
 * On-balance volume (Granville): adds the volume of a bar that closed higher, subtracts that of one that closed lower.
 * Seed: 0 at the first candle; first index 0. Only its changes mean something.
 */
export class Obv extends StreamingIndicator {
  static readonly definition = defineIndicator({name: 'obv', parameters: {}, create: () => new Obv()});

  readonly #last = new Registers(2);
  protected readonly parts = {last: this.#last};

  constructor() {
    super(0);
  }

  update(candle: Candle): void {
    const total = this.#next(candle);
    this.#last.values[CLOSE] = candle.close;
    this.#last.values[TOTAL] = total;
    this.values[0] = total;
  }

  peek(candle: Candle): Float64Array {
    this.forming[0] = this.#next(candle);

    return this.forming;
  }

  #next(candle: Candle): number {
    const close = at(this.#last.values, CLOSE);
    const total = at(this.#last.values, TOTAL);
    if (Number.isNaN(close)) return 0;
    if (candle.close > close) return total + candle.volume;
    if (candle.close < close) return total - candle.volume;

    return total;
  }
}
