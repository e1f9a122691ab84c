import type {SignalNoise} from './evaluate/SpanResult.ts';
import type {Params} from './search/SearchSpace.ts';

/** Where a trial's parameters came from: the configuration, even coverage, the search, or one step beside a finalist. */
export type TrialKind = 'configured' | 'coverage' | 'search' | 'neighbour';

export type Proposal = {
  readonly kind: TrialKind;
  readonly params: Params;
  /** The trial that a neighbour lies beside. */
  readonly beside?: number;
};

/** What a trial did in one fold. */
export type FoldRecord = {
  /** Of the training part; null where it had too few trades. */
  readonly score: number | null;
  readonly trainReturn: number;
  /** Of the test part, which no choice of this fold looks at. */
  readonly testTrades: number;
  readonly testNet: number;
  readonly testReturn: number;
};

/** One parameter set that was tried on the search span, as it is written down. */
export type Trial = Proposal & {
  /** Place in the study, from 0. */
  readonly index: number;
  /** Median over the training folds; null where it does not count. */
  readonly score: number | null;
  readonly folds: readonly FoldRecord[];
  readonly trades: number;
  /** Fewest trades in a training fold. */
  readonly leastTrades: number;
  /** Sharpe ratio per period over the whole search span; null without any change. */
  readonly sharpe: number | null;
  readonly maxDrawdown: number;
  readonly noise: SignalNoise;
  /** Per period, over the whole search span. */
  readonly returns: readonly number[];
};

/** The best first; trials that do not count come last, those with the most trades before the others. */
export const rankTrials = (trials: readonly Trial[]): readonly Trial[] =>
  trials.toSorted((a, b) => {
    if (a.score !== null && b.score !== null) return b.score - a.score || a.index - b.index;
    if (a.score !== null || b.score !== null) return a.score === null ? 1 : -1;

    return b.leastTrades - a.leastTrades || a.index - b.index;
  });
