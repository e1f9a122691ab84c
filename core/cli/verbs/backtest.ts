import {resolve} from 'node:path';
import {quote, UsageError} from '../../config/problems.ts';
import {isTradesPath} from '../../research/report/writeTrades.ts';
import {backtestLines} from '../backtestLines.ts';
import {EXIT} from '../exitCodes.ts';
import {type Flag, type Flags, JSON_FLAG} from '../Flags.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import {Progress} from '../Progress.ts';
import {SEVERAL_FLAGS, severalOptionsOf} from '../runFlags.ts';
import type {Verb} from '../Verb.ts';

const TRADES: Flag = {name: '--trades', value: 'FILE', about: 'write every trade there, as .csv or .json'};

/** Runs the bot's own engine over recorded markets. */
export const backtest: Verb = {
  name: 'backtest',
  summary: "Runs the bot's own engine over recorded markets and reports what came of it.",
  usage: [
    'backtest --data FILE.csv.gz --symbol BTC/USD',
    'backtest --data FILE.csv.gz --symbol BTC/USD --timeframe 5m --strategy macdTrend --json',
    'backtest --data BTC.csv.gz --data ETH.csv.gz --fees 0.0016,0.0026 --trades trades.csv',
  ],
  flags: [...SEVERAL_FLAGS, TRADES, JSON_FLAG],
  async run({flags, io}) {
    const options = severalOptionsOf(flags, io);
    const tradesPath = tradesPathOf(flags, io);
    const progress = new Progress({label: 'Backtest', unit: 'bars', io});
    const onProgress = (done: number, total: number): void => progress.update(done, total);
    const {runBacktest} = await import('../../research/backtest.ts');
    const report = await runBacktest({...options, onProgress, ...(tradesPath === null ? {} : {tradesPath})});
    progress.finish();
    if (flags.has(JSON_FLAG)) printJson(io, report);
    else for (const line of backtestLines(report)) printLine(io.stdout, line);

    return EXIT.ok;
  },
};

const tradesPathOf = (flags: Flags, {cwd}: Io): string | null => {
  const path = flags.text(TRADES);
  if (path === null) return null;
  if (isTradesPath(path)) return resolve(cwd, path);

  throw new UsageError(`${TRADES.name} is ${quote(path)}; expected a file that ends in .csv or .json.`);
};
