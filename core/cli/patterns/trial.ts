import type {FileTrial, MemoryTrial, SideResult} from '../../research/memoryTrial/trialMemory.ts';
import {EXIT, type ExitCode} from '../exitCodes.ts';
import {type Flag, JSON_FLAG} from '../Flags.ts';
import {count, duration, moment, percent} from '../format.ts';
import {printJson, printLine} from '../Io.ts';
import {Progress} from '../Progress.ts';
import {severalOptionsOf} from '../runFlags.ts';
import {table} from '../table.ts';
import type {Invocation} from '../Verb.ts';

export const FOLDS: Flag = {
  name: '--folds',
  value: 'N',
  about: 'with trial: spans that are compared one by one (default: 5)',
};

const DEFAULT_FOLDS = 5;
const MOST_FOLDS = 100;

/** `ogz patterns trial`: the same bars with and without memory, after costs, printed as it is. */
export const runTrial = async ({flags, io}: Invocation): Promise<ExitCode> => {
  const folds = flags.wholeNumber(FOLDS, {least: 1, most: MOST_FOLDS}) ?? DEFAULT_FOLDS;
  const {useMemory: _, symbols: __, ...options} = severalOptionsOf(flags, io);
  const progress = new Progress({label: 'Trial', unit: 'bars', io});
  const {trialMemory} = await import('../../research/memoryTrial/trialMemory.ts');
  const trial = await trialMemory({...options, folds, onProgress: (done, total) => progress.update(done, total)});
  progress.finish();
  if (flags.has(JSON_FLAG)) printJson(io, trial);
  else for (const line of trialLines(trial)) printLine(io.stdout, line);

  return EXIT.ok;
};

const money = (value: number): string => value.toFixed(2);

const sideText = ({trades, netPnl, fees}: SideResult): string[] => [count(trades), money(fees), money(netPnl)];

const RIGHT = ['left', ...Array.from({length: 7}, () => 'right' as const)] as const;

const fileLines = ({dataset, timeframe, folds, with: on, without: off}: FileTrial): string[] => {
  const rows = folds.map(fold => [
    `  ${moment(fold.from).slice(0, 10)} to ${moment(fold.to).slice(0, 10)}`,
    ...sideText(fold.with),
    ...sideText(fold.without),
    money(fold.with.netPnl - fold.without.netPnl),
  ]);
  const whole = ['  all', ...sideText(on), ...sideText(off), money(on.netPnl - off.netPnl)];
  const shown = (sharpe: number | null): string => (sharpe === null ? 'not available' : sharpe.toFixed(2));

  return [
    `${dataset.symbol} ${timeframe}, ${dataset.file}, ${count(dataset.rows)} rows, sha256 ${dataset.sha256.slice(0, 12)}`,
    ...table([['  span', 'trades', 'fees', 'net', 'without', 'fees', 'net', 'difference'], ...rows, whole], RIGHT),
    `  largest drawdown ${percent(on.maxDrawdown)} with, ${percent(off.maxDrawdown)} without; Sharpe ${shown(on.sharpe)} with, ${shown(off.sharpe)} without`,
  ];
};

const trialLines = (trial: MemoryTrial): string[] => {
  const {files, folds, better, worse, equal, meanDailyDifference, days, pValue, seed, elapsedMs} = trial;

  return [
    ...files.flatMap(fileLines),
    ...table([
      [
        'spans',
        `${count(folds)}: memory better in ${count(better)}, worse in ${count(worse)}, the same in ${count(equal)}`,
      ],
      ['mean daily difference', `${(meanDailyDifference * 100).toFixed(4)} % of equity over ${count(days)} days`],
      ['chance of that if memory were worth nothing', pValue === null ? 'not available' : pValue.toFixed(4)],
      ['seed', String(seed)],
      ['took', duration(elapsedMs)],
    ]),
    'After fees, spread and slippage, the breaker off on both sides. Memory begins empty and knows only what came before each bar.',
  ];
};
