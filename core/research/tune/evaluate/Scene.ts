import {openRecording} from '../../../../brokers/replay/Recording.ts';
import type {LoadedConfig} from '../../../config/loadConfig.ts';
import {TIMEFRAME_MS} from '../../../domain/Candle.ts';
import type {Settings} from '../../../domain/Settings.ts';
import type {OneFileOptions} from '../../RunOptions.ts';
import type {BarRecording} from '../../changeBars.ts';
import {configureRun, settingsForRun} from '../../configureRun.ts';
import {sliceRecording} from '../../sliceRecording.ts';
import {periodFor} from './periodFor.ts';

/** Everything that stays the same while parameters change: the bars, the configuration, the one strategy. */
export type Scene = {
  readonly recording: BarRecording;
  readonly loaded: LoadedConfig;
  /** With exactly one strategy, at the parameters that are configured. */
  readonly settings: Settings;
  /** Length of the periods that returns are taken over. */
  readonly periodMs: number;
  /** Bars of the file before a span that warm its indicators up. */
  readonly warmUpBars: number;
};

export type SceneOptions = Omit<OneFileOptions, 'onProgress'> & {readonly strategy: string};

/** Reads the file and the configuration. Rejects on a file of trades, which is too slow to search on. */
export const openScene = async (options: SceneOptions): Promise<Scene> => {
  const {file, symbol, from, to, strategy} = options;
  const whole = await openRecording({path: file, ...(symbol === undefined ? {} : {symbol})});
  const recording = sliceRecording(whole, from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY);
  if (recording.kind !== 'bars') throw new RangeError(`"${file}" holds trades. A search needs bars.`);
  const loaded = configureRun({...options, files: [file], symbols: [recording.symbol]});

  return makeScene({recording, loaded, strategy});
};

type Parts = Pick<Scene, 'recording' | 'loaded'> & {readonly strategy: string};

/** A scene over bars that are in memory. Throws a RangeError on an unknown strategy. */
export const makeScene = ({recording, loaded, strategy}: Parts): Scene => {
  const {timeframe: base, from, to} = recording.file;
  const settings = settingsForRun(loaded, {symbols: [recording.symbol], base, strategy});
  const barMs = TIMEFRAME_MS[settings.timeframe];

  return {
    recording,
    loaded,
    settings,
    periodMs: periodFor({from, to}, barMs),
    warmUpBars: loaded.config.market.historyBars * (barMs / TIMEFRAME_MS[base]),
  };
};
