import {availableParallelism} from 'node:os';
import {UsageError} from '../../config/problems.ts';
import {MOST_WORKERS} from '../../research/tune/evaluate/EvaluationPool.ts';
import {DEFAULT_FOLDS, MOST_FOLDS, WALKS} from '../../research/tune/splitSpan.ts';
import {EXIT, type ExitCode} from '../exitCodes.ts';
import {type Flag, type Flags, JSON_FLAG} from '../Flags.ts';
import {printJson, printLine} from '../Io.ts';
import {Progress} from '../Progress.ts';
import {runOptionsOf, STRATEGY, warnOfOtherSymbol} from '../runFlags.ts';
import type {Invocation} from '../Verb.ts';
import {resultLines} from './resultLines.ts';

const TRIALS: Flag = {name: '--trials', value: 'N', about: 'parameter sets to try (default: 60)'};
const FOLDS: Flag = {name: '--folds', value: 'N', about: `walk-forward folds (default: ${DEFAULT_FOLDS})`};
const WALK: Flag = {name: '--walk', value: WALKS.join('|'), about: 'how the training window moves (default: rolling)'};
const MIN_TRADES: Flag = {
  name: '--min-trades',
  value: 'N',
  about: 'fewest trades in a training fold (default: 30)',
};
const WORKERS: Flag = {name: '--workers', value: 'N', about: 'threads (default: one less than the machine has)'};

export const SEARCH_FLAGS: readonly Flag[] = [TRIALS, FOLDS, WALK, MIN_TRADES, WORKERS];

const DEFAULT_TRIALS = 60;
const MOST_TRIALS = 10_000;
const DEFAULT_MIN_TRADES = 30;

/** Searches, judges, and says by the exit code whether every gate was passed. */
export const runTuning = async ({flags, io}: Invocation): Promise<ExitCode> => {
  const strategy = flags.required(STRATEGY);
  const {dataDir, ...options} = runOptionsOf(flags, io);
  if (dataDir === undefined) throw new UsageError('A study needs a data directory.');
  warnOfOtherSymbol(options.file, options.symbol, io);
  const [{tuneStrategy}, {sourceCommit}] = await Promise.all([
    import('../../research/tune/tuneStrategy.ts'),
    import('../../research/report/sourceCommit.ts'),
  ]);
  const progress = new Progress({label: 'Tuning', unit: 'trials', io});
  const {result, reportPath} = await tuneStrategy({
    ...options,
    ...searchOptionsOf(flags),
    strategy,
    dataDir,
    commit: sourceCommit(),
    onProgress: (done, total) => progress.update(done, total),
  });
  progress.finish();
  if (flags.has(JSON_FLAG)) printJson(io, {...result, report: reportPath});
  else for (const line of resultLines(result, reportPath)) printLine(io.stdout, line);

  return result.passed ? EXIT.ok : EXIT.gate;
};

const searchOptionsOf = (flags: Flags) => ({
  trials: flags.wholeNumber(TRIALS, {least: 2, most: MOST_TRIALS}) ?? DEFAULT_TRIALS,
  folds: flags.wholeNumber(FOLDS, {least: 1, most: MOST_FOLDS}) ?? DEFAULT_FOLDS,
  walk: flags.choice(WALK, WALKS) ?? 'rolling',
  minTrades: flags.wholeNumber(MIN_TRADES, {least: 2, most: MOST_TRIALS}) ?? DEFAULT_MIN_TRADES,
  workers: flags.wholeNumber(WORKERS, {least: 1, most: MOST_WORKERS}) ?? Math.max(1, availableParallelism() - 1),
});
