import type {ClosedTrade} from '../../domain/Event.ts';
import type {NamedDataset} from '../Dataset.ts';
import {playScene} from '../playScene.ts';
import {dailyEquity, returnsOf} from '../report/curves.ts';
import {EquityBook, type EquityPoint} from '../report/EquityBook.ts';
import {TradeBook} from '../report/TradeBook.ts';
import type {RunOptions} from '../RunOptions.ts';
import {openRunScene} from '../RunScene.ts';
import {bootstrapPValue} from '../statistics/bootstrap.ts';
import {mean} from '../statistics/moments.ts';
import {sharpe} from '../statistics/ratios.ts';

/** What one span, or one whole run, came to after costs; money in account currency. */
export type SideResult = {readonly trades: number; readonly netPnl: number; readonly fees: number};

export type Fold = {
  readonly from: number;
  readonly to: number;
  readonly with: SideResult;
  readonly without: SideResult;
};

export type WholeRun = SideResult & {
  readonly maxDrawdown: number;
  readonly sharpe: number | null;
  readonly hash: string;
};

export type FileTrial = {
  readonly dataset: NamedDataset;
  readonly timeframe: string;
  readonly with: WholeRun;
  readonly without: WholeRun;
  readonly folds: readonly Fold[];
};

export type MemoryTrial = {
  readonly files: readonly FileTrial[];
  readonly folds: number;
  /** Folds in which memory brought more, less, or the very same. */
  readonly better: number;
  readonly worse: number;
  readonly equal: number;
  /** Mean of the daily returns with memory less those without, over all files. */
  readonly meanDailyDifference: number;
  readonly days: number;
  /** Chance of a difference as good if memory were worth nothing; null below the sample that it needs. */
  readonly pValue: number | null;
  readonly seed: number;
  readonly elapsedMs: number;
};

export type MemoryTrialOptions = Omit<RunOptions, 'useMemory' | 'symbols'> & {readonly folds: number};

/** Both sides trade to the end: a breaker that stops one of them early would compare a pause with a strategy. */
const WITHOUT_BREAKER = ['risk.maxDailyLossShare=1', 'risk.maxDrawdownShare=1'];

const DAYS_PER_YEAR = 365;

/**
 * Runs every file twice, with and without pattern memory, and lays the spans side by side. Memory walks forward by itself: what
 * it says of a bar comes from bars and trades before it, and it begins empty.
 */
export const trialMemory = async (options: MemoryTrialOptions): Promise<MemoryTrial> => {
  const begin = performance.now();
  const trials: {readonly trial: FileTrial; readonly daily: readonly number[]; readonly seed: number}[] = [];
  for (const file of options.files) trials.push(await trialFile(file, options));
  const folds = trials.flatMap(({trial}) => trial.folds);
  const differences = folds.map(fold => fold.with.netPnl - fold.without.netPnl);
  const daily = trials.flatMap(each => each.daily);
  const seed = trials[0]?.seed ?? 1;

  return {
    files: trials.map(({trial}) => trial),
    folds: folds.length,
    better: differences.filter(difference => difference > 0).length,
    worse: differences.filter(difference => difference < 0).length,
    equal: differences.filter(difference => difference === 0).length,
    meanDailyDifference: daily.length === 0 ? 0 : mean(daily),
    days: daily.length,
    pValue: bootstrapPValue(daily, {seed}),
    seed,
    elapsedMs: Math.round(performance.now() - begin),
  };
};

type Run = {
  readonly whole: WholeRun;
  readonly points: readonly EquityPoint[];
  readonly trades: readonly ClosedTrade[];
  readonly opening: number;
};

const trialFile = async (file: string, options: MemoryTrialOptions) => {
  const {folds, ...common} = options;
  const run = async (useMemory: boolean) => {
    const scene = await openRunScene({
      ...common,
      files: [file],
      useMemory,
      sets: [...WITHOUT_BREAKER, ...(options.sets ?? [])],
    });
    return {scene, played: await playWhole(scene, options)};
  };
  const [{scene, played}, {played: other}] = [await run(true), await run(false)];
  const {datasets, settings, loaded} = scene;
  const [dataset] = datasets;
  if (dataset === undefined) throw new RangeError('A trial needs a file.');

  const trial = {
    dataset,
    timeframe: settings.timeframe,
    with: played.whole,
    without: other.whole,
    folds: foldsOf(played, other, folds),
  };

  return {trial, daily: differencesOf(played, other), seed: loaded.config.seed};
};

const playWhole = async (
  scene: Awaited<ReturnType<typeof openRunScene>>,
  {onProgress}: MemoryTrialOptions,
): Promise<Run> => {
  const [equity, book] = [new EquityBook(scene.recordings.map(({symbol}) => symbol)), new TradeBook()];
  const {summary} = await playScene(scene, {
    onTaken: (step, state) => {
      equity.add(step, state);
      book.add(step);
    },
    onBars: done => onProgress?.(done, scene.dataset.rows),
  });
  const opening = Number(scene.settings.openingCash);
  const {trades, netPnl, fees, maxDrawdown, hash} = summary;
  const daily = returnsOf(dailyEquity(equity.points), opening);

  return {
    whole: {
      trades,
      netPnl: Number(netPnl),
      fees: Number(fees),
      maxDrawdown,
      hash,
      sharpe: sharpe(daily, DAYS_PER_YEAR),
    },
    points: equity.points,
    trades: book.trades,
    opening,
  };
};

/** Spans of equal length, after warm-up. */
const foldsOf = (on: Run, off: Run, count: number): readonly Fold[] => {
  const [from, to] = [on.points[0]?.time ?? 0, (on.points.at(-1)?.time ?? 0) + 1];
  const edge = (index: number): number => Math.round(from + ((to - from) * index) / count);

  return Array.from({length: count}, (_, index) => {
    const span = {from: edge(index), to: edge(index + 1)};
    return {...span, with: sideOf(on, span), without: sideOf(off, span)};
  });
};

/** Trades by the time of their exit; the net result by the equity at the borders, open positions included. */
const sideOf = (
  {points, trades, opening}: Run,
  {from, to}: {readonly from: number; readonly to: number},
): SideResult => {
  const closed = trades.filter(({exitTime}) => exitTime >= from && exitTime < to);
  const before = points.findLast(({time}) => time < from)?.equity ?? opening;
  const after = points.findLast(({time}) => time < to)?.equity ?? before;

  return {trades: closed.length, netPnl: after - before, fees: closed.reduce((sum, {fees}) => sum + Number(fees), 0)};
};

const differencesOf = (on: Run, off: Run): readonly number[] => {
  const [mine, others] = [on, off].map(({points, opening}) => returnsOf(dailyEquity(points), opening));

  return (mine ?? []).map((value, index) => value - (others?.[index] ?? 0));
};
