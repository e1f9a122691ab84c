import {deviation, kurtosis, mean, skewness} from './moments.ts';
import {normalCdf, normalQuantile} from './normal.ts';
import {MIN_RETURNS} from './ratios.ts';

const EULER_MASCHERONI = 0.5772156649015329;

/** What is known of a track record; the Sharpe ratio is per period, never annualised. */
export type TrackRecord = {
  readonly sharpe: number;
  readonly periods: number;
  readonly skewness: number;
  /** Plain: 3 for a normal distribution. */
  readonly kurtosis: number;
};

/**
 * Probability that the true Sharpe ratio is above `benchmark`:
 * PSR(b) = Phi((SR - b) sqrt(n - 1) / sqrt(1 - g3 SR + (g4 - 1)/4 SR^2)) (Bailey & López de Prado 2012, eq. 11).
 */
export const probabilisticSharpe = (record: TrackRecord, benchmark: number): number => {
  const {sharpe, periods} = record;
  const variance = 1 - record.skewness * sharpe + ((record.kurtosis - 1) / 4) * sharpe ** 2;

  return normalCdf(((sharpe - benchmark) * Math.sqrt(periods - 1)) / Math.sqrt(variance));
};

export type Trials = {
  /** All trials ever made on the data, not only this study's. */
  readonly count: number;
  /** Variance of their Sharpe ratios per period. */
  readonly variance: number;
};

/**
 * Sharpe ratio that the best of N trials reaches by luck alone:
 * SR0 = sqrt(V) ((1 - g) Phi^-1(1 - 1/N) + g Phi^-1(1 - 1/(N e))), g = 0.5772… (Bailey & López de Prado 2014, eq. 1).
 * 0 for a single trial, which was not chosen from any others.
 */
export const expectedMaximumSharpe = ({count, variance}: Trials): number => {
  if (count <= 1) return 0;
  const luck =
    (1 - EULER_MASCHERONI) * normalQuantile(1 - 1 / count) +
    EULER_MASCHERONI * normalQuantile(1 - 1 / (count * Math.E));

  return Math.sqrt(variance) * luck;
};

/** Probability that the true Sharpe ratio is above what the best of all trials reaches by luck (Bailey & López de Prado 2014, eq. 2). */
export const deflatedSharpe = (record: TrackRecord, trials: Trials): number =>
  probabilisticSharpe(record, expectedMaximumSharpe(trials));

/** The track record of per-period returns; null below MIN_RETURNS or without change. */
export const trackRecordOf = (returns: readonly number[]): TrackRecord | null => {
  const spread = deviation(returns);
  if (returns.length < MIN_RETURNS || spread === 0) return null;

  return {
    sharpe: mean(returns) / spread,
    periods: returns.length,
    skewness: skewness(returns),
    kurtosis: kurtosis(returns),
  };
};
