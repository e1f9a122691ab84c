import {availableParallelism} from 'node:os';
import {UsageError} from '../../config/problems.ts';
import {MOST_WORKERS, type PoolLimits} from '../../research/tune/evaluate/EvaluationPool.ts';
import {DEFAULT_FOLDS, MOST_FOLDS, WALKS} from '../../research/tune/splitSpan.ts';
import {EXIT, type ExitCode} from '../exitCodes.ts';
import {Failure} from '../Failure.ts';
import {findBot} from '../findBot.ts';
import {findPlace} from '../findPlace.ts';
import {type Flag, type Flags, JSON_FLAG} from '../Flags.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import {Progress} from '../Progress.ts';
import {runOptionsOf, STRATEGY, warnOfOtherSymbol} from '../runFlags.ts';
import type {Invocation} from '../Verb.ts';
import {giveWay} from './giveWay.ts';
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

const DEFAULT_MINUTES = 15;
const MAX_MINUTES: Flag = {
  name: '--max-minutes',
  value: 'N',
  about: `time after which the search stops, for the same command to go on (default: ${DEFAULT_MINUTES})`,
};

export const SEARCH_FLAGS: readonly Flag[] = [TRIALS, FOLDS, WALK, MIN_TRADES, WORKERS, MAX_MINUTES];

const DEFAULT_TRIALS = 60;
const MOST_TRIALS = 10_000;
const DEFAULT_MIN_TRADES = 30;
const LEAST_MINUTES = 0.01;
const MOST_MINUTES = 10_080;
const MINUTE_MS = 60_000;

/** Searches, judges, and says by the exit code whether every gate was passed. */
export const runTuning = async ({flags, io}: Invocation): Promise<ExitCode> => {
  const options = optionsOf(flags, io);
  const minutes = flags.number(MAX_MINUTES, {least: LEAST_MINUTES, most: MOST_MINUTES}) ?? DEFAULT_MINUTES;
  const signal = AbortSignal.timeout(minutes * MINUTE_MS);
  const progress = new Progress({label: 'Tuning', unit: 'trials', io});
  const [{tuneStrategy}, {sourceCommit}] = await Promise.all([
    import('../../research/tune/tuneStrategy.ts'),
    import('../../research/report/sourceCommit.ts'),
  ]);
  const {result, reportPath} = await tuneStrategy({
    ...options,
    limits: {signal, ...besideBot(flags, io, signal)},
    commit: sourceCommit(),
    onProgress: (done, total) => progress.update(done, total),
  }).catch((error: unknown) => {
    throw error === signal.reason ? outOfTime(minutes) : error;
  });
  progress.finish();
  if (flags.has(JSON_FLAG)) printJson(io, {...result, report: reportPath});
  else for (const line of resultLines(result, reportPath)) printLine(io.stdout, line);

  return result.passed ? EXIT.ok : EXIT.gate;
};

const optionsOf = (flags: Flags, io: Io) => {
  const strategy = flags.required(STRATEGY);
  const {dataDir, ...options} = runOptionsOf(flags, io);
  if (dataDir === undefined) throw new UsageError('A study needs a data directory.');
  warnOfOtherSymbol(options.file, options.symbol, io);

  return {...options, ...searchOptionsOf(flags), strategy, dataDir};
};

/** A bot that runs on the same data directory is not to be disturbed. */
const besideBot = (flags: Flags, io: Io, signal: AbortSignal): PoolLimits => {
  const {client} = findBot(findPlace(flags, io));
  if (client === null) return {};

  return {whenFree: giveWay({bot: client, signal, say: text => printLine(io.stderr, text)})};
};

const outOfTime = (minutes: number): Failure =>
  new Failure(
    `The search was stopped after ${minutes} min. Its finished trials are kept, and the same command goes on after them; ${MAX_MINUTES.name} gives it longer.`,
    EXIT.tryAgain,
  );

const searchOptionsOf = (flags: Flags) => ({
  trials: flags.wholeNumber(TRIALS, {least: 2, most: MOST_TRIALS}) ?? DEFAULT_TRIALS,
  folds: flags.wholeNumber(FOLDS, {least: 1, most: MOST_FOLDS}) ?? DEFAULT_FOLDS,
  walk: flags.choice(WALK, WALKS) ?? 'rolling',
  minTrades: flags.wholeNumber(MIN_TRADES, {least: 2, most: MOST_TRIALS}) ?? DEFAULT_MIN_TRADES,
  workers: flags.wholeNumber(WORKERS, {least: 1, most: MOST_WORKERS}) ?? Math.max(1, availableParallelism() - 1),
});
