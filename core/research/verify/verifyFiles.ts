import {openRecording} from '../../../brokers/replay/Recording.ts';
import {strategyDefinition} from '../../brain/strategies/index.ts';
import type {Timeframe} from '../../domain/Candle.ts';
import {resample} from '../../domain/resample.ts';
import type {Settings} from '../../domain/Settings.ts';
import {candlesOf} from '../../runtime/data/BarFile.ts';
import type {BarRecording} from '../changeBars.ts';
import {configureRun, settingsForRun} from '../configureRun.ts';
import {sliceRecording} from '../sliceRecording.ts';
import type {BarSet} from './BarSet.ts';
import {checkEngine} from './checkEngine.ts';
import {strategySubject} from './strategySubject.ts';
import {type Verdict, verifyStrategy} from './verifyStrategy.ts';

export type VerifyOptions = {
  /** Files of bars, one per market, all of one timeframe. */
  readonly files: readonly string[];
  readonly strategy: string;
  /** For a single file whose name does not say it. */
  readonly symbol?: string;
  readonly timeframe?: Timeframe;
  readonly from?: number;
  readonly to?: number;
  readonly seed?: number;
  readonly useMemory: boolean;
  readonly dataDir?: string;
  readonly onProgress?: (done: number, total: number) => void;
};

export type VerifyReport = Verdict & {
  readonly strategy: string;
  readonly datasets: readonly {readonly symbol: string; readonly sha256: string; readonly rows: number}[];
  readonly timeframe: Timeframe;
  readonly bars: number;
  readonly seed: number;
  /** The strategy as it was tried. */
  readonly params: Readonly<Record<string, number>>;
  readonly elapsedMs: number;
};

/** Runs of the whole engine with the future taken away, and as many with it spoilt. */
const ENGINE_CUTS = 2;

/** Tries one strategy as it is configured, alone and in the engine, on recorded bars. */
export const verifyFiles = async (options: VerifyOptions): Promise<VerifyReport> => {
  const begin = performance.now();
  const recordings = await Promise.all(options.files.map(file => readBarRecording(file, options)));
  const [first] = recordings;
  if (first === undefined) throw new RangeError('Nothing to verify on: name at least one file.');
  const symbols = recordings.map(({symbol}) => symbol);
  const loaded = configureRun({...options, symbols});
  const {seed} = loaded.config;
  const settings = settingsForRun(loaded, {symbols, base: first.file.timeframe, strategy: options.strategy});
  const {timeframe} = settings;
  const set = {timeframe, series: recordings.map(recording => seriesOf(recording, timeframe))};
  let engineRuns = 0;
  const engineTotal = 2 * ENGINE_CUTS + 1;
  const onRun = (): void => options.onProgress?.((engineRuns += 1), 2 * engineTotal);
  const engineFindings = await checkEngine({recordings, play: {loaded, settings}, cuts: ENGINE_CUTS, seed, onRun});
  const verdict = verifyStrategy(subjectOf(settings), set, {
    seed,
    engineFindings,
    onProgress: (done, total) => options.onProgress?.(engineTotal + (done / total) * engineTotal, 2 * engineTotal),
  });

  return {
    ...verdict,
    strategy: options.strategy,
    datasets: recordings.map(({symbol, file: {sha256, rows}}) => ({symbol, sha256, rows})),
    timeframe,
    bars: set.series.reduce((total, {candles}) => total + candles.length, 0),
    seed,
    params: settings.brain.strategies[0]?.params ?? {},
    elapsedMs: Math.round(performance.now() - begin),
  };
};

const subjectOf = ({brain: {strategies, patternMemory}}: Settings) => {
  const [settings] = strategies;
  if (settings === undefined) throw new RangeError('No strategy to verify.');
  const definition = strategyDefinition(settings.name);

  return strategySubject({...settings, define: () => definition, patternMemory});
};

const readBarRecording = async (path: string, {symbol, from, to}: VerifyOptions): Promise<BarRecording> => {
  const recording = await openRecording({path, ...(symbol === undefined ? {} : {symbol})});
  const sliced = sliceRecording(recording, from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY);
  if (sliced.kind !== 'bars') throw new RangeError(`"${path}" holds trades. A strategy is verified on bars.`);

  return sliced;
};

const seriesOf = ({symbol, file}: BarRecording, timeframe: Timeframe): BarSet['series'][number] => {
  const candles = [...candlesOf(file.columns)];

  return {symbol, candles: timeframe === file.timeframe ? candles : resample(candles, file.timeframe, timeframe)};
};
