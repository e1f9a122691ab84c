import type {Candle} from '../../core/domain/Candle.ts';
import {ExponentialMean} from '../../indicators/cells/ExponentialMean.ts';

/** Bars that must have closed before anything is called out of place. */
const LEAST_BARS = 10;
/** Weight of the latest bar in the mean range. */
const WEIGHT = 1 / 14;
/** Mean ranges that a single trade may stand off from every other price. */
const RANGES = 5;
/** And at least this share of the price, so that a market that stood still is not startled. */
const LEAST_SHARE = 0.01;

/**
 * Knows how far prices of one market usually lie apart, to tell a bar in which a single trade stands alone: a slip of
 * somebody's finger or of the feed, until a second trade agrees. The bar keeps it; it is only not decided on.
 */
export class LonePrice {
  readonly #ranges = new ExponentialMean(WEIGHT, LEAST_BARS);
  /** NaN until it is known: then no gap is above it. */
  #meanRange = Number.NaN;

  /** `gap` is what lies between the bar's outermost trade and the price next to it, the close before included. */
  isIn({close}: Candle, gap: number): boolean {
    return gap > Math.max(RANGES * this.#meanRange, LEAST_SHARE * close);
  }

  /** Learns from a bar with trades in which nothing stood alone. */
  learn({high, low}: Candle): void {
    this.#meanRange = this.#ranges.update(high - low);
  }
}
