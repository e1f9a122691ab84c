import {deviation, mean} from './moments.ts';

/** Fewer returns say nothing about their spread. */
export const MIN_RETURNS = 30;

/** Fewer trades say nothing about the next one. */
export const MIN_TRADES = 30;

/** A shorter span has not seen its drawdown yet, days. */
export const MIN_CALMAR_DAYS = 90;

/** Annualised Sharpe ratio of per-period returns, risk-free rate 0: mean / sd x sqrt(periods) (Sharpe 1994). Null below MIN_RETURNS or without change. */
export const sharpe = (returns: readonly number[], periodsPerYear: number): number | null => {
  const spread = deviation(returns);

  return returns.length < MIN_RETURNS || spread === 0 ? null : (mean(returns) / spread) * Math.sqrt(periodsPerYear);
};

/** Root mean square of what falls short of `target`, over all periods (Sortino & Price 1994). */
export const downsideDeviation = (returns: readonly number[], target = 0): number =>
  Math.sqrt(mean(returns.map(value => Math.min(0, value - target) ** 2)));

/** Annualised Sortino ratio, target 0: mean / downside deviation x sqrt(periods). Null below MIN_RETURNS or without a loss. */
export const sortino = (returns: readonly number[], periodsPerYear: number): number | null => {
  const spread = downsideDeviation(returns);

  return returns.length < MIN_RETURNS || spread === 0 ? null : (mean(returns) / spread) * Math.sqrt(periodsPerYear);
};

const DAY_MS = 86_400_000;
const YEAR_DAYS = 365;

type Span = {
  /** Equity at the end over equity at the beginning, minus 1. */
  readonly totalReturn: number;
  /** Largest fall from a peak, 0..1. */
  readonly maxDrawdown: number;
  readonly spanMs: number;
};

/** Calmar ratio: compound annual return over the largest drawdown (Young 1991). Null below MIN_CALMAR_DAYS, without a drawdown, or when nothing is left. */
export const calmar = ({totalReturn, maxDrawdown, spanMs}: Span): number | null => {
  const days = spanMs / DAY_MS;
  if (days < MIN_CALMAR_DAYS || maxDrawdown === 0 || totalReturn <= -1) return null;

  return ((1 + totalReturn) ** (YEAR_DAYS / days) - 1) / maxDrawdown;
};

/** What the winners brought over what the losers cost. Null below MIN_TRADES or without a loser. */
export const profitFactor = (results: readonly number[]): number | null => {
  const won = results.reduce((sum, value) => sum + Math.max(0, value), 0);
  const lost = results.reduce((sum, value) => sum - Math.min(0, value), 0);

  return results.length < MIN_TRADES || lost === 0 ? null : won / lost;
};

/** Mean net result of a trade, in account currency. Null below MIN_TRADES. */
export const expectancy = (results: readonly number[]): number | null =>
  results.length < MIN_TRADES ? null : mean(results);
