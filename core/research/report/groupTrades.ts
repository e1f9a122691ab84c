import {expectancy, profitFactor} from '../statistics/ratios.ts';
import type {TradeRecord} from './TradeBook.ts';

/** What the trades of one strategy, or with one kind of exit, came to; money in account currency. */
export type Group = {
  readonly name: string;
  readonly trades: number;
  readonly wins: number;
  readonly netPnl: number;
  readonly fees: number;
  /** Null below the sample that they need. */
  readonly profitFactor: number | null;
  readonly expectancy: number | null;
  /** Means over the trades, as shares of the entry price. */
  readonly meanAdverse: number;
  readonly meanFavorable: number;
  readonly meanBars: number;
};

/** Sums the trades up by a name that each of them has, the largest group first. */
export const groupTrades = (trades: readonly TradeRecord[], nameOf: (trade: TradeRecord) => string): readonly Group[] =>
  [...Map.groupBy(trades, nameOf)].map(([name, members]) => sumUp(name, members)).sort((a, b) => b.trades - a.trades);

export const sumUp = (name: string, trades: readonly TradeRecord[]): Group => {
  const results = trades.map(({netPnl}) => Number(netPnl));
  const meanOf = (value: (trade: TradeRecord) => number): number =>
    trades.length === 0 ? 0 : trades.reduce((sum, trade) => sum + value(trade), 0) / trades.length;

  return {
    name,
    trades: trades.length,
    wins: results.filter(result => result > 0).length,
    netPnl: results.reduce((sum, result) => sum + result, 0),
    fees: trades.reduce((sum, {fees}) => sum + Number(fees), 0),
    profitFactor: profitFactor(results),
    expectancy: expectancy(results),
    meanAdverse: meanOf(adverseShare),
    meanFavorable: meanOf(favorableShare),
    meanBars: meanOf(({barsHeld}) => barsHeld),
  };
};

/** Worst result on the way, the exit included, as a share of the entry price, 0 or above. */
export const adverseShare = (trade: TradeRecord): number =>
  Math.max(0, -Number(trade.adverseExcursion) / Number(trade.entryPrice), -exitShare(trade));

/** Best result on the way, the exit included, as a share of the entry price, 0 or above. */
export const favorableShare = (trade: TradeRecord): number =>
  Math.max(0, Number(trade.favorableExcursion) / Number(trade.entryPrice), exitShare(trade));

/** The bars between may not have shown the price of the exit: a stop inside the bar of its entry has none. */
const exitShare = ({side, entryPrice, exitPrice}: TradeRecord): number =>
  ((side === 'long' ? 1 : -1) * (Number(exitPrice) - Number(entryPrice))) / Number(entryPrice);

/** Net result as a share of the money in the trade. */
export const resultShare = ({netPnl, entryPrice, quantity}: TradeRecord): number =>
  Number(netPnl) / (Number(entryPrice) * Number(quantity));
