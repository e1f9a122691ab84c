import {backtestLines} from '../backtestLines.ts';
import {EXIT} from '../exitCodes.ts';
import {JSON_FLAG} from '../Flags.ts';
import {printJson, printLine} from '../Io.ts';
import {Progress} from '../Progress.ts';
import {RUN_FLAGS, runOptionsOf, warnOfOtherSymbol} from '../runFlags.ts';
import type {Verb} from '../Verb.ts';

/** Runs the bot's own engine over a file of bars. */
export const backtest: Verb = {
  name: 'backtest',
  summary: "Runs the bot's own engine over a file of bars and reports what came of it.",
  usage: [
    'backtest --data FILE.csv.gz --symbol BTC/USD',
    'backtest --data FILE.csv.gz --symbol BTC/USD --timeframe 5m --strategy macdTrend --json',
  ],
  flags: [...RUN_FLAGS, JSON_FLAG],
  async run({flags, io}) {
    const options = runOptionsOf(flags, io);
    warnOfOtherSymbol(options, io);
    const progress = new Progress({label: 'Backtest', unit: 'bars', io});
    const onProgress = (done: number, total: number): void => progress.update(done, total);
    const {runBacktest} = await import('../../research/backtest.ts');
    const report = await runBacktest({...options, onProgress});
    progress.finish();
    if (flags.has(JSON_FLAG)) printJson(io, report);
    else for (const line of backtestLines(report)) printLine(io.stdout, line);

    return EXIT.ok;
  },
};
