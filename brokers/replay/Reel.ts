import type {Candle} from '../../core/domain/Candle.ts';
import type {MarketListener} from '../MarketSource.ts';

/** One symbol's part of a replay. */
export type Reel = {
  /** Market time at which it begins: what lies before is history. */
  readonly from: number;
  /** Takes its first bars as history, at most `count`, and begins after them; called again it gives the same bars. */
  warmUp(count: number): readonly Candle[];
  /** Time of the next delivery, or null at the end. */
  nextTime(): number | null;
  deliver(listener: MarketListener): Promise<void> | null;
};

export type ReelOptions = {
  /** Open time of the last closed candle of an earlier run, or null for a fresh one. */
  readonly resumeAfter: number | null;
  readonly maxWarmUpShare: number;
  readonly maxSilenceMs?: number;
};
