import type {BacktestReport} from '../research/backtest.ts';
import {count, duration, moment, percent} from './format.ts';
import {table} from './table.ts';

/** A backtest's report for people. */
export const backtestLines = (report: BacktestReport): string[] => {
  const {dataset, pnlInterval, sharpe} = report;

  return table([
    [
      'data',
      `${count(dataset.rows)} rows, ${moment(dataset.from)} to ${moment(dataset.to)}, ${count(dataset.gaps)} gaps`,
    ],
    ['strategy', report.strategy],
    ['trades', `${count(report.trades)}, ${count(report.wins)} won`],
    ['fills', count(report.fills)],
    ['fees', report.fees],
    ['net PnL', report.netPnl],
    ['PnL interval', `${pnlInterval.worst} to ${pnlInterval.best}, ${count(report.ambiguousBars)} ambiguous bars`],
    ['largest drawdown', percent(report.maxDrawdown)],
    ['Sharpe', sharpe === null ? 'not available' : sharpe.toFixed(2)],
    ['exposure', `${percent(report.exposure, 1)} of bars`],
    ['took', `${duration(report.elapsedMs)}, ${count(report.candlesPerSecond)} candles a second`],
    ['config hash', report.configHash],
    ['result hash', report.hash],
  ]);
};
