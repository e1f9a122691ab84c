import type {Provenance} from '../records/provenance.ts';
import type {Overfitting} from '../../statistics/backtestOverfitting.ts';
import type {TradeOrderResult} from '../../statistics/tradeOrder.ts';
import type {Performance} from '../measure.ts';

/** A fold whose parameters were chosen on its training part alone; null where nothing there had enough trades. */
export type WalkStep = {
  readonly trainReturn: number;
  readonly testReturn: number;
  readonly testTrades: number;
  readonly testNet: number;
} | null;

/** All that is known of a candidate when it is judged. Amounts are shares of the opening cash. */
export type Evidence = {
  readonly provenance: Provenance;
  /** On the holdout; `dearer` with all costs one and a half times. */
  readonly holdout: Performance;
  readonly dearer: Performance;
  /** Net results of the holdout's trades, in their order. */
  readonly results: readonly number[];
  /** Ids of earlier studies that searched a part of the holdout. */
  readonly searchedBy: readonly string[];
  /** Other studies that looked at the holdout before. */
  readonly earlierLooks: number;
  readonly walkForward: readonly WalkStep[];
  readonly overfitting: Overfitting | null;
  /** Probability that the true Sharpe ratio is above what the best of all trials has by luck; null where it cannot be told. */
  readonly deflatedSharpe: number | null;
  /** Chance of results as good if the true mean were zero; null below the least sample. */
  readonly pValue: number | null;
  readonly tradeOrder: TradeOrderResult | null;
  /** Scores of the candidate and of its neighbours one step away. */
  readonly score: number;
  readonly neighbourScores: readonly number[];
  /** Largest drawdown that the risk layer allows. */
  readonly riskDrawdown: number;
  /** Promises of `ogz verify` that the strategy breaks with these parameters. */
  readonly lookAhead: readonly string[];
  /** Whether the holdout came out the same when it was played again. */
  readonly isRepeatable: boolean;
  /** Probability of being better than the champion on the same span; null without a champion. */
  readonly beatsChampion: number | null;
};

export type GateStatus = 'PASS' | 'FAIL' | 'NOT_APPLICABLE';

export type Verdict = {
  readonly status: GateStatus;
  /** What was measured, and what it had to be, as texts for people. */
  readonly value: string;
  readonly limit: string;
};

/** One condition that a candidate has to meet. */
export type Gate = {
  readonly name: string;
  /** What it asks, in one line. */
  readonly title: string;
  readonly judge: (evidence: Evidence) => Verdict;
};

/** A measured number against its limit; what could not be measured fails. */
export const verdictOf = (passed: boolean, value: string | null, limit: string): Verdict => ({
  status: passed && value !== null ? 'PASS' : 'FAIL',
  value: value ?? 'not available',
  limit,
});

export const share = (value: number): string => `${(value * 100).toFixed(2)} %`;

/** A ratio as text; what is infinite is said in words. */
export const ratio = (value: number | null): string | null => {
  if (value === null || Number.isNaN(value)) return null;

  return Number.isFinite(value) ? value.toFixed(3) : 'without limit';
};
