import type {Candle} from '../core/domain/Candle.ts';
import {Delay} from './cells/Delay.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

/**
 * Rate of change in percent: the close against that of `period` bars ago; 0 where that was 0.
 * First index `period`; needs no seed.
 */
export class Roc extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'roc',
    parameters: {period: bars(12)},
    create: ({period}) => new Roc(period),
  });

  readonly #delay: Delay;
  protected readonly parts;

  constructor(period: number) {
    super(period);
    this.#delay = new Delay(period);
    this.parts = {delay: this.#delay};
  }

  update(candle: Candle): void {
    this.values[0] = percentChange(this.#delay.update(candle.close), candle.close);
  }

  peek(candle: Candle): Float64Array {
    this.forming[0] = percentChange(this.#delay.peek(), candle.close);

    return this.forming;
  }
}

const percentChange = (from: number, to: number): number => (from === 0 ? 0 : (100 * (to - from)) / from);
