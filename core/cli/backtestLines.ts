import type {BacktestReport} from '../research/backtest.ts';
import {count, counted, duration, moment, percent} from './format.ts';
import {table} from './table.ts';

/** A backtest's report for people. */
export const backtestLines = (report: BacktestReport): string[] => {
  const {dataset, datasets, pnlInterval, sharpe, warmup} = report;
  const {worst, best} = pnlInterval;

  return table([
    ['net PnL', worst === best ? worst : `${worst} to ${best}`],
    ['', doubtText(report)],
    [
      'data',
      `${count(dataset.rows)} rows, ${moment(dataset.from)} to ${moment(dataset.to)}, ${count(dataset.gaps)} gaps`,
    ],
    ['markets', datasets.map(({symbol}) => symbol).join(', ')],
    [
      'warm-up',
      `${count(warmup.bars)} bars left out of ${count(warmup.wanted)} wanted${warmup.measured === null ? '' : `, ${count(warmup.measured)} measured by ogz verify`}`,
    ],
    ['strategy', report.strategy],
    ['trades', `${count(report.trades)}, ${count(report.wins)} won`],
    ['fills', count(report.fills)],
    ['fees', report.fees],
    ['largest drawdown', percent(report.maxDrawdown)],
    ['Sharpe', sharpe === null ? 'not available' : sharpe.toFixed(2)],
    ['exposure', `${percent(report.exposure, 1)} of bars`],
    ['trading', report.trading],
    ['took', `${duration(report.elapsedMs)}, ${count(report.candlesPerSecond)} candles a second`],
    ['seed', String(report.seed)],
    ['config hash', report.configHash],
    ['result hash', report.hash],
  ]);
};

/** The interval is the headline; the single number is one assumption inside it. */
const doubtText = ({ambiguousBars, bars, netPnl}: BacktestReport): string =>
  ambiguousBars === 0
    ? 'no bar left any doubt'
    : `worst to best path through ${counted(ambiguousBars, 'ambiguous bar')} (${percent(ambiguousBars / bars)}); ${netPnl} with the stop assumed`;
