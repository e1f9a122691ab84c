import {openRecording, type Recording} from '../../brokers/replay/Recording.ts';
import type {LoadedConfig} from '../config/loadConfig.ts';
import {TIMEFRAME_MS, type Timeframe} from '../domain/Candle.ts';
import {resample} from '../domain/resample.ts';
import type {Settings} from '../domain/Settings.ts';
import {candlesOf} from '../runtime/data/BarFile.ts';
import {warmUpBars} from '../runtime/strategyManifests.ts';
import {barsAs, type BarRecording} from './changeBars.ts';
import {configureRun, settingsForRun} from './configureRun.ts';
import {type Dataset, datasetOf, joinDatasets, type NamedDataset} from './Dataset.ts';
import type {Fees, RunOptions} from './RunOptions.ts';
import {sliceRecording} from './sliceRecording.ts';

/** Everything that is the same in all runs of one backtest: the markets, the configuration, the warm-up. */
export type RunScene = {
  /** One per market, all of one timeframe. */
  readonly recordings: readonly Recording[];
  readonly datasets: readonly NamedDataset[];
  readonly dataset: Dataset;
  readonly base: Timeframe;
  readonly loaded: LoadedConfig;
  readonly settings: Settings;
  readonly warmup: ReturnType<typeof warmUpBars>;
  readonly fees: Fees | null;
};

/** Reads the files and the configuration. Rejects on files that cannot be played together. */
export const openRunScene = async (options: RunOptions): Promise<RunScene> => {
  const {files, symbols, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, strategy} = options;
  const opened = await Promise.all(
    files.map((path, index) =>
      openRecording({path, ...(symbols?.[index] === undefined ? {} : {symbol: symbols[index]})}),
    ),
  );
  const sliced = opened.map(recording => sliceRecording(recording, from, to));
  const recordings = onOneTimeframe(sliced);
  const traded = recordings.map(({symbol}) => symbol);
  const loaded = configureRun({...options, symbols: traded});
  const base = baseOf(recordings);
  const settings = settingsForRun(loaded, {symbols: traded, base, strategy});
  const datasets = sliced.map(datasetOf);
  const {dataDir, market} = loaded.config;

  return {
    recordings,
    datasets,
    dataset: joinDatasets(datasets),
    base,
    loaded,
    settings,
    warmup: warmUpBars(dataDir, settings.brain.strategies, market.historyBars),
    fees: options.fees ?? null,
  };
};

const baseOf = ([first]: readonly Recording[]): Timeframe => (first?.kind === 'bars' ? first.file.timeframe : '1m');

/** Files of bars are brought to the coarsest of their timeframes; trades stand by themselves. */
const onOneTimeframe = (recordings: readonly Recording[]): readonly Recording[] => {
  const bars = recordings.filter(recording => recording.kind === 'bars');
  if (bars.length === 0) return recordings;
  if (bars.length < recordings.length)
    throw new RangeError('Files of bars and files of trades cannot be played together. Make bars of the trades.');
  const coarsest = bars.reduce(
    (most, {file}) => (TIMEFRAME_MS[file.timeframe] > TIMEFRAME_MS[most] ? file.timeframe : most),
    bars[0]?.file.timeframe ?? '1m',
  );

  return bars.map(recording => coarsened(recording, coarsest));
};

const coarsened = (recording: BarRecording, timeframe: Timeframe): BarRecording => {
  const {file} = recording;
  if (file.timeframe === timeframe) return recording;
  const end = file.to + TIMEFRAME_MS[file.timeframe];
  const bars = resample(candlesOf(file.columns), file.timeframe, timeframe);

  // A bar that the file's beginning or end cuts is not the bar that the market had.
  return barsAs(
    recording,
    timeframe,
    bars.filter(({time}) => time >= file.from && time + TIMEFRAME_MS[timeframe] <= end),
  );
};
