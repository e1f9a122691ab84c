import {openRecording, type Recording} from '../../brokers/replay/Recording.ts';
import type {LoadedConfig} from '../config/loadConfig.ts';
import {TIMEFRAME_MS, type Timeframe} from '../domain/Candle.ts';
import type {AmbiguityPolicy} from '../matching/FillSettings.ts';
import {configureRun, settingsForRun} from './configureRun.ts';
import {playRecordings} from './playRecordings.ts';
import {TradeBook, type TradeRecord} from './report/TradeBook.ts';
import {writeTrades} from './report/writeTrades.ts';
import {RunSummary, type Summary} from './RunSummary.ts';
import {sliceRecording} from './sliceRecording.ts';

export type BacktestOptions = {
  /** Path of a file of bars or of recorded trades. */
  readonly file: string;
  readonly symbol?: string;
  /** Timeframe that the brain decides on; the file's own when it is left out. */
  readonly timeframe?: Timeframe;
  /** One strategy alone; all that are configured when it is left out. */
  readonly strategy?: string;
  /** Open times, ms UTC; `to` is not included. */
  readonly from?: number;
  readonly to?: number;
  readonly seed?: number;
  readonly useMemory: boolean;
  /** Where the configuration is read from; `data` when it is left out. */
  readonly dataDir?: string;
  /** Where every trade is written: `.csv` or `.json`. */
  readonly tradesPath?: string;
  readonly onProgress?: (done: number, total: number) => void;
};

export type BacktestReport = Omit<Summary, 'bars' | 'decisions' | 'wins'> & {
  readonly dataset: {sha256: string; rows: number; from: number; to: number; gaps: number};
  readonly configHash: string;
  readonly strategy: string;
  readonly bars: number;
  readonly decisions: number;
  readonly wins: number;
  /** Net result when every bar that could not tell went against us, or for us. */
  readonly pnlInterval: {readonly worst: string; readonly best: string};
  readonly ambiguousBars: number;
  readonly elapsedMs: number;
  readonly candlesPerSecond: number;
};

type Run = {
  readonly trades: readonly TradeRecord[];
  readonly summary: Summary;
  readonly ambiguousBars: number;
  readonly elapsedMs: number;
};

/** Runs the same engine as live over recorded bars: paper fills by the one matcher, no journal on disk. */
export const runBacktest = async (options: BacktestOptions): Promise<BacktestReport> => {
  const recording = await readRecording(options);
  const loaded = configureRun({...options, files: [options.file], symbols: [recording.symbol]});
  const play = (policy: AmbiguityPolicy): Promise<Run> => playOnce(options, {recording, loaded, policy});
  const run = await play('stop');
  if (options.tradesPath !== undefined) writeTrades(options.tradesPath, run.trades);
  const isCertain = run.ambiguousBars === 0;
  const worst = isCertain ? run : await play('worst');
  const best = isCertain ? run : await play('best');
  const {bars} = run.summary;

  return {
    dataset: datasetOf(recording),
    configHash: loaded.configHash,
    strategy: options.strategy ?? 'all',
    ...run.summary,
    pnlInterval: {worst: worst.summary.netPnl, best: best.summary.netPnl},
    ambiguousBars: run.ambiguousBars,
    elapsedMs: Math.round(run.elapsedMs),
    candlesPerSecond: Math.round(bars / (run.elapsedMs / 1_000)),
  };
};

export const readRecording = async ({file, symbol, from, to}: BacktestOptions): Promise<Recording> => {
  const recording = await openRecording({path: file, ...(symbol === undefined ? {} : {symbol})});

  return sliceRecording(recording, from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY);
};

const playOnce = async (
  {onProgress, strategy}: BacktestOptions,
  {recording, loaded, policy}: {recording: Recording; loaded: LoadedConfig; policy: AmbiguityPolicy},
): Promise<Run> => {
  const base = recording.kind === 'bars' ? recording.file.timeframe : '1m';
  const settings = settingsForRun(loaded, {symbols: [recording.symbol], base, strategy});
  const summary = new RunSummary(TIMEFRAME_MS[settings.timeframe]);
  const book = new TradeBook();
  const {rows} = datasetOf(recording);
  const played = await playRecordings({
    recordings: [recording],
    loaded,
    settings,
    fill: {policy},
    onTaken: (step, state) => {
      summary.add(step, state);
      book.add(step);
      if (state.funnel.bars % 1_000 === 0) onProgress?.(state.funnel.bars, rows);
    },
  });

  const {ambiguousBars, elapsedMs} = played;

  return {summary: summary.result(played.state), trades: book.trades, ambiguousBars, elapsedMs};
};

export const datasetOf = ({kind, file}: Recording): BacktestReport['dataset'] => ({
  sha256: file.sha256,
  rows: kind === 'bars' ? file.rows : file.trades.length,
  from: file.from,
  to: file.to,
  gaps: kind === 'bars' ? file.gaps.count : file.idGaps,
});
