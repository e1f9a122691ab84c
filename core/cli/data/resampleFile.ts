import {writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {gzipSync} from 'node:zlib';
import {UsageError} from '../../config/problems.ts';
import {type Candle, TIMEFRAMES, type Timeframe} from '../../domain/Candle.ts';
import {resample} from '../../domain/resample.ts';
import {candlesOf} from '../../runtime/data/BarFile.ts';
import {readBars} from '../../runtime/data/readBars.ts';
import {EXIT, type ExitCode} from '../exitCodes.ts';
import type {Flag} from '../Flags.ts';
import {counted} from '../format.ts';
import {printLine} from '../Io.ts';
import {Progress} from '../Progress.ts';
import {requireDataFile} from '../requireDataFile.ts';
import type {Invocation} from '../Verb.ts';
import {TIMEFRAME} from './diagnose.ts';

export const OUT: Flag = {
  name: '--out',
  value: 'FILE',
  about: 'a new file, packed when it ends in .gz (default: stdout with resample, data/candles with import)',
};

const HEADER = 'time_ms,open,high,low,close,volume';

/** `ogz data resample`: writes the bars of a coarser timeframe as CSV; never over a file that is there. */
export const resampleFile = async (files: readonly string[], {flags, io}: Invocation): Promise<ExitCode> => {
  const [file, second] = files;
  const timeframe = flags.choice(TIMEFRAME, TIMEFRAMES);
  if (file === undefined || second !== undefined) throw new UsageError('ogz data resample takes one file.');
  if (timeframe === null)
    throw new UsageError(`${TIMEFRAME.name} is needed: one of ${TIMEFRAMES.slice(1).join(', ')}.`);

  const progress = new Progress({label: `Reading ${file}`, unit: 'bytes', io});
  const bars = await readBars(requireDataFile(file, io.cwd), {
    onProgress: (done, total) => progress.update(done, total),
  });
  progress.finish();
  const candles = resampled(candlesOf(bars.columns), bars.timeframe, timeframe);
  const text = [HEADER, ...candles.map(rowOf), ''].join('\n');
  const out = flags.text(OUT);
  if (out === null) io.stdout.write(text);
  else writeNew(resolve(io.cwd, out), text);
  printLine(
    io.stderr,
    `${counted(candles.length, `${timeframe} bar`)} of ${counted(bars.rows, `${bars.timeframe} bar`)}.`,
  );

  return EXIT.ok;
};

const resampled = (candles: Iterable<Candle>, base: Timeframe, timeframe: Timeframe): Candle[] => {
  try {
    return resample(candles, base, timeframe);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(error.message);
  }
};

const rowOf = ({time, open, high, low, close, volume}: Candle): string =>
  [time, open, high, low, close, volume].join(',');

const writeNew = (path: string, text: string): void => {
  writeFileSync(path, path.endsWith('.gz') ? gzipSync(text) : text, {flag: 'wx'});
};
