import type {IndicatorSnapshot} from '../Indicator.ts';
import {type ExponentialMean, wilder} from './ExponentialMean.ts';
import type {Part} from './Part.ts';
import {packNumber, readNumber, readPart} from './snapshot.ts';

/**
 * Wilder's relative strength index of a series, 0 to 100 (New Concepts in Technical Trading Systems, 1978):
 * 100 * gain / (gain + loss), both smoothed by Wilder's mean. Seed: the plain means of the first `period` changes.
 * 50 where there is neither gain nor loss.
 */
export class RelativeStrength implements Part {
  readonly #gain: ExponentialMean;
  readonly #loss: ExponentialMean;
  #previous = Number.NaN;

  constructor(period: number) {
    this.#gain = wilder(period);
    this.#loss = wilder(period);
  }

  update(value: number): number {
    if (Number.isNaN(value)) return value;

    const change = value - this.#previous;
    const rise = positivePart(change);
    this.#previous = value;

    return share(this.#gain.update(rise), this.#loss.update(rise - change));
  }

  peek(value: number): number {
    const change = value - this.#previous;
    const rise = positivePart(change);

    return share(this.#gain.peek(rise), this.#loss.peek(rise - change));
  }

  snapshot(): IndicatorSnapshot {
    return {previous: packNumber(this.#previous), gain: this.#gain.snapshot(), loss: this.#loss.snapshot()};
  }

  restore(snapshot: IndicatorSnapshot): void {
    this.#previous = readNumber(snapshot, 'previous');
    this.#gain.restore(readPart(snapshot, 'gain'));
    this.#loss.restore(readPart(snapshot, 'loss'));
  }
}

/** `Math.max(change, 0)` without a branch, which no processor could foretell: prices rise as often as they fall. */
const positivePart = (change: number): number => (Math.abs(change) + change) / 2;

const share = (gain: number, loss: number): number => {
  const total = gain + loss;

  return total === 0 ? 50 : (100 * gain) / total;
};
