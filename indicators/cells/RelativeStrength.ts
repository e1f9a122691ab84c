import type {IndicatorSnapshot} from '../Indicator.ts';
import {Delay} from './Delay.ts';
import {type ExponentialMean, wilder} from './ExponentialMean.ts';
import type {Part} from './Part.ts';
import {readPart} from './snapshot.ts';

/**
 * Wilder's relative strength index of a series, 0 to 100 (New Concepts in Technical Trading Systems, 1978):
 * 100 * gain / (gain + loss), both smoothed by Wilder's mean. Seed: the plain means of the first `period` changes.
 * 50 where there is neither gain nor loss.
 */
export class RelativeStrength implements Part {
  readonly #previous = new Delay(1);
  readonly #gain: ExponentialMean;
  readonly #loss: ExponentialMean;

  constructor(period: number) {
    this.#gain = wilder(period);
    this.#loss = wilder(period);
  }

  update(value: number): number {
    const change = value - this.#previous.update(value);

    return share(this.#gain.update(Math.max(change, 0)), this.#loss.update(Math.max(-change, 0)));
  }

  peek(value: number): number {
    const change = value - this.#previous.peek();

    return share(this.#gain.peek(Math.max(change, 0)), this.#loss.peek(Math.max(-change, 0)));
  }

  snapshot(): IndicatorSnapshot {
    return {previous: this.#previous.snapshot(), gain: this.#gain.snapshot(), loss: this.#loss.snapshot()};
  }

  restore(snapshot: IndicatorSnapshot): void {
    this.#previous.restore(readPart(snapshot, 'previous'));
    this.#gain.restore(readPart(snapshot, 'gain'));
    this.#loss.restore(readPart(snapshot, 'loss'));
  }
}

const share = (gain: number, loss: number): number => {
  const total = gain + loss;

  return total === 0 ? 50 : (100 * gain) / total;
};
