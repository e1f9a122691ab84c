import type {Dataset, NamedDataset} from './Dataset.ts';
import {TradeBook} from './report/TradeBook.ts';
import {writeTrades} from './report/writeTrades.ts';
import type {Summary} from './RunSummary.ts';
import type {RunOptions} from './RunOptions.ts';
import {openRunScene} from './RunScene.ts';
import {playScene} from './playScene.ts';

export type BacktestOptions = RunOptions & {
  /** Where every trade is written: `.csv` or `.json`. */
  readonly tradesPath?: string;
};

/** Bars that every figure leaves out, because indicators were still filling. */
export type WarmUp = {
  /** Left out, of each market. */
  readonly bars: number;
  /** Wanted: what is configured, or more where ogz verify has measured more. */
  readonly wanted: number;
  /** The most that ogz verify has measured of these strategies at these parameters; null where it never did. */
  readonly measured: number | null;
};

export type BacktestReport = Omit<Summary, 'bars' | 'decisions' | 'wins'> & {
  readonly dataset: Dataset;
  /** One for each market. */
  readonly datasets: readonly NamedDataset[];
  readonly configHash: string;
  readonly strategy: string;
  readonly bars: number;
  readonly decisions: number;
  readonly wins: number;
  readonly warmup: WarmUp;
  readonly seed: number;
  /** Net result when every bar that could not tell went against us, or for us. */
  readonly pnlInterval: {readonly worst: string; readonly best: string};
  readonly ambiguousBars: number;
  readonly elapsedMs: number;
  readonly candlesPerSecond: number;
};

/** Runs the same engine as live over recorded markets: paper fills by the one matcher, no journal on disk. */
export const runBacktest = async (options: BacktestOptions): Promise<BacktestReport> => {
  const {onProgress, tradesPath, strategy} = options;
  const scene = await openRunScene(options);
  const {dataset, datasets, loaded, warmup} = scene;
  const onBars = onProgress === undefined ? undefined : (done: number): void => onProgress(done, dataset.rows);
  const book = new TradeBook();
  const run = await playScene(scene, {onTaken: step => book.add(step), onBars});
  if (tradesPath !== undefined) writeTrades(tradesPath, book.trades);
  const isCertain = run.ambiguousBars === 0;
  const worst = isCertain ? run : await playScene(scene, {policy: 'worst', onBars});
  const best = isCertain ? run : await playScene(scene, {policy: 'best', onBars});

  return {
    dataset,
    datasets,
    configHash: loaded.configHash,
    strategy: strategy ?? 'all',
    ...run.summary,
    warmup: {bars: run.warmedUpOn, wanted: warmup.bars, measured: warmup.measured},
    seed: loaded.config.seed,
    pnlInterval: {worst: worst.summary.netPnl, best: best.summary.netPnl},
    ambiguousBars: run.ambiguousBars,
    elapsedMs: Math.round(run.elapsedMs),
    candlesPerSecond: Math.round(run.summary.bars / (run.elapsedMs / 1_000)),
  };
};
