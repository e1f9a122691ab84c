import type {Candle} from '../core/domain/Candle.ts';
import {RelativeStrength} from './cells/RelativeStrength.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

/**
 * Relative strength index of the close, 0 to 100, Wilder's definition and smoothing.
 * First index `period`. A market that never moved is at 50, one that only rose at 100.
 */
export class Rsi extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'rsi',
    parameters: {period: bars(14)},
    create: ({period}) => new Rsi(period),
  });

  readonly #strength: RelativeStrength;
  protected readonly parts;

  constructor(period: number) {
    super(period);
    this.#strength = new RelativeStrength(period);
    this.parts = {strength: this.#strength};
  }

  update(candle: Candle): void {
    this.values[0] = this.#strength.update(candle.close);
  }

  peek(candle: Candle): Float64Array {
    this.forming[0] = this.#strength.peek(candle.close);

    return this.forming;
  }
}
