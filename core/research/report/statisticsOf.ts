import {bootstrapPValue} from '../statistics/bootstrap.ts';
import {probabilisticSharpe, trackRecordOf} from '../statistics/deflatedSharpe.ts';
import {calmar, expectancy, profitFactor, sharpe, sortino} from '../statistics/ratios.ts';
import {type TradeOrderResult, tradeOrderMonteCarlo} from '../statistics/tradeOrder.ts';
import {dailyEquity, returnsOf} from './curves.ts';
import type {Report} from './makeReport.ts';

const DAYS_PER_YEAR = 365;

/** What the sample allows to say; null where it is too small. Ratios are of daily returns, annualised with 365 days. */
export type Statistics = {
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
  readonly profitFactor: number | null;
  readonly expectancy: number | null;
  /** Chance of a mean trade as good if the true mean were zero. */
  readonly pValue: number | null;
  /** Probability that the true Sharpe ratio is above zero, for this run alone. */
  readonly probabilisticSharpe: number | null;
  readonly tradeOrder: TradeOrderResult | null;
};

export const statisticsOf = ({points, trades, opening, summary, provenance}: Report): Statistics => {
  const returns = returnsOf(dailyEquity(points), opening);
  const results = trades.map(({netPnl}) => Number(netPnl));
  const record = trackRecordOf(returns);
  const {seed} = provenance;
  const spanMs = (points.at(-1)?.time ?? 0) - (points[0]?.time ?? 0);

  return {
    sharpe: sharpe(returns, DAYS_PER_YEAR),
    sortino: sortino(returns, DAYS_PER_YEAR),
    calmar: calmar({totalReturn: Number(summary.netPnl) / opening, maxDrawdown: summary.maxDrawdown, spanMs}),
    profitFactor: profitFactor(results),
    expectancy: expectancy(results),
    pValue: bootstrapPValue(results, {seed}),
    probabilisticSharpe: record === null ? null : probabilisticSharpe(record, 0),
    tradeOrder: tradeOrderMonteCarlo(results, {opening, seed}),
  };
};
