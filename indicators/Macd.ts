import type {Candle} from '../core/domain/Candle.ts';
import {type ExponentialMean, exponential} from './cells/ExponentialMean.ts';
import {StreamingIndicator} from './cells/StreamingIndicator.ts';
import {bars, defineIndicator} from './defineIndicator.ts';

/**
 * Moving average convergence divergence (Appel): `macd` = fast EMA - slow EMA of the close, `signal` = EMA of `macd`,
 * `histogram` = macd - signal. Each EMA is seeded with the plain mean of its first inputs.
 * First index `slowPeriod + signalPeriod - 2`. Throws if `fastPeriod` is not below `slowPeriod`.
 */
export class Macd extends StreamingIndicator {
  static readonly definition = defineIndicator({
    name: 'macd',
    parameters: {fastPeriod: bars(12), slowPeriod: bars(26, 2), signalPeriod: bars(9)},
    create: ({fastPeriod, slowPeriod, signalPeriod}) => new Macd(fastPeriod, slowPeriod, signalPeriod),
  });

  readonly #fast: ExponentialMean;
  readonly #slow: ExponentialMean;
  readonly #signal: ExponentialMean;
  protected readonly parts;

  constructor(fastPeriod: number, slowPeriod: number, signalPeriod: number) {
    super(slowPeriod + signalPeriod - 2, ['macd', 'signal', 'histogram']);
    if (fastPeriod >= slowPeriod) {
      throw new RangeError(
        `Parameter "fastPeriod" of indicator "macd" is "${fastPeriod}"; expected less than slowPeriod "${slowPeriod}".`,
      );
    }
    this.#fast = exponential(fastPeriod);
    this.#slow = exponential(slowPeriod);
    this.#signal = exponential(signalPeriod);
    this.parts = {fast: this.#fast, slow: this.#slow, signal: this.#signal};
  }

  update(candle: Candle): void {
    const macd = this.#fast.update(candle.close) - this.#slow.update(candle.close);
    write(this.values, macd, this.#signal.update(macd));
  }

  peek(candle: Candle): Float64Array {
    const macd = this.#fast.peek(candle.close) - this.#slow.peek(candle.close);
    write(this.forming, macd, this.#signal.peek(macd));

    return this.forming;
  }
}

const write = (outputs: Float64Array, macd: number, signal: number): void => {
  outputs[0] = Number.isNaN(signal) ? signal : macd;
  outputs[1] = signal;
  outputs[2] = macd - signal;
};
