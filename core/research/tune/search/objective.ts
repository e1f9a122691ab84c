import type {Performance} from '../measure.ts';

export type Objective = {
  /** Fewer trades in any training fold say nothing: the trial does not count. */
  readonly minTrades: number;
  /** Drawdown that costs nothing, 0..1. */
  readonly drawdownLimit: number;
};

/** Trades from which on a Sharpe ratio is taken at its word. */
const ENOUGH_TRADES = 200;
/** Points of Sharpe for a drawdown of twice the limit. */
const DRAWDOWN_WEIGHT = 2;
/** Points of Sharpe for trading the whole account once a day. */
const TURNOVER_WEIGHT = 0.02;
/** Points of Sharpe for fees that eat all that was won. */
const FEE_WEIGHT = 0.5;

/**
 * What one training fold is worth: its annual Sharpe ratio, shrunk where few trades stand behind it, less what its drawdown, its
 * turnover and its fees say against it. Null where there are too few trades.
 */
export const scoreFold = (fold: Performance, {minTrades, drawdownLimit}: Objective): number | null => {
  const {trades, sharpe, maxDrawdown, turnoverPerDay, fees, won} = fold;
  if (trades < minTrades || sharpe === null) return null;
  const excess = Math.max(0, maxDrawdown - drawdownLimit) / drawdownLimit;
  const feeShare = fees === 0 ? 0 : fees / (won + fees);

  return (
    deflatedByTrades(sharpe, trades) -
    DRAWDOWN_WEIGHT * excess -
    TURNOVER_WEIGHT * turnoverPerDay -
    FEE_WEIGHT * feeShare
  );
};

/** Only a good ratio is shrunk: a bad one is no better for having few trades. */
const deflatedByTrades = (sharpe: number, trades: number): number =>
  sharpe <= 0 ? sharpe : sharpe * Math.min(1, Math.log10(trades) / Math.log10(ENOUGH_TRADES));

/** The middle of the folds' scores; null as soon as one fold has none. */
export const scoreOf = (folds: readonly (number | null)[]): number | null => {
  const known = folds.filter(score => score !== null).sort((a, b) => a - b);
  if (known.length < folds.length || known.length === 0) return null;
  const middle = Math.floor(known.length / 2);
  const upper = known[middle] ?? 0;

  return known.length % 2 === 1 ? upper : ((known[middle - 1] ?? upper) + upper) / 2;
};
