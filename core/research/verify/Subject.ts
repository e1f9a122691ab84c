import type {ExitPlan, Reason} from '../../domain/Decision.ts';
import type {Side} from '../../domain/Order.ts';
import type {BarSet} from './BarSet.ts';

/** What was decided on one bar, with everything measured that led there. */
export type Row = {
  readonly symbol: string;
  /** Place of the bar in its market's series, from 0. */
  readonly bar: number;
  /** Open time, ms UTC. */
  readonly time: number;
  readonly action: Side | 'hold';
  readonly confidence: number;
  readonly reason: Reason;
  readonly exitPlan: ExitPlan | null;
  /** What it read, in the order of `Decided.measures`; NaN before warm-up. */
  readonly measured: Float64Array;
};

export type Decided = {
  /** In the order of time; on equal times in that of the series. */
  readonly rows: readonly Row[];
  /** Names of what was read, such as `rsi(period=14).value`. */
  readonly measures: readonly string[];
};

/** The measure that has numbers once a strategy has asked pattern memory. */
export const MEMORY_MEASURE = 'patternMemory.upShare';

/** Where a run stands, for whoever watches it from outside. */
export type Place = {symbol: string; bar: number; time: number};

/** What is on trial: it is given bars and says what it decides on each of them, and that is all it may depend on. */
export type Subject = {
  readonly name: string;
  /** Bars that pattern memory goes back, for a strategy that asks it: so far a decision may rightly depend on the past. */
  readonly memoryBars: number;
  /** Decides on the bars up to the one that opened at `until`, all of them when it is left out; keeps `place` up to date. */
  decide(set: BarSet, options?: {readonly until?: number; readonly place?: Place}): Decided;
};
