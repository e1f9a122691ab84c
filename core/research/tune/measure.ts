import type {SpanResult, SpanTrade} from './evaluate/SpanResult.ts';
import {sharpe} from '../statistics/ratios.ts';

const DAY_MS = 86_400_000;
const YEAR_DAYS = 365;

/** What came of one or several spans together; amounts are shares of the opening cash. */
export type Performance = {
  readonly trades: number;
  readonly net: number;
  readonly fees: number;
  /** Notional traded in a day, in multiples of the opening cash. */
  readonly turnoverPerDay: number;
  /** Net results of the winners, and of the losers as a number above zero. */
  readonly won: number;
  readonly lost: number;
  /** Annualised; null where there are too few periods. */
  readonly sharpe: number | null;
  readonly maxDrawdown: number;
  /** Net result in a year, at this rate, without compounding. */
  readonly annualReturn: number;
};

type Options = {
  readonly periodMs: number;
  /** Nothing that ends later counts; a trade that straddles it is dropped with its returns. */
  readonly until?: number;
};

/** Sums spans up that were each begun with a fresh account. */
export const measure = (
  results: readonly SpanResult[],
  {periodMs, until = Number.POSITIVE_INFINITY}: Options,
): Performance => {
  const begun = results.filter(({span}) => span.from < until);
  const trades = begun.flatMap(result => tradesUntil(result, until));
  const returns = begun.flatMap(result => returnsUntil(result, until));
  const days = begun.reduce((sum, {span}) => sum + (Math.min(span.to, until) - span.from) / DAY_MS, 0);
  const total = (valueOf: (trade: SpanTrade) => number): number =>
    trades.reduce((sum, trade) => sum + valueOf(trade), 0);
  const net = total(trade => trade.net);

  return {
    trades: trades.length,
    net,
    fees: total(trade => trade.fees),
    turnoverPerDay: days > 0 ? total(trade => trade.turnover) / days : 0,
    won: total(trade => Math.max(0, trade.net)),
    lost: -total(trade => Math.min(0, trade.net)),
    sharpe: sharpe(returns, (YEAR_DAYS * DAY_MS) / periodMs),
    maxDrawdown: begun.reduce((most, {maxDrawdown}) => Math.max(most, maxDrawdown), 0),
    annualReturn: days > 0 ? (net * YEAR_DAYS) / days : 0,
  };
};

const tradesUntil = ({trades}: SpanResult, until: number): readonly SpanTrade[] =>
  trades.filter(({exitTime}) => exitTime <= until);

const returnsUntil = ({trades, ends, returns}: SpanResult, until: number): readonly number[] => {
  const straddler = trades.find(({entryTime, exitTime}) => entryTime < until && exitTime > until);
  const end = straddler?.entryTime ?? until;

  return returns.filter((_, index) => (ends[index] ?? 0) <= end);
};
