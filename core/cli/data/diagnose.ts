import {type Candle, TIMEFRAMES} from '../../domain/Candle.ts';
import {candlesOf} from '../../runtime/data/BarFile.ts';
import {type Diagnosis, diagnoseBars, readBars} from '../../runtime/data/readBars.ts';
import type {Flag} from '../Flags.ts';
import {Progress} from '../Progress.ts';
import {requireDataFile} from '../requireDataFile.ts';
import type {Invocation} from '../Verb.ts';

export const TIMEFRAME: Flag = {
  name: '--timeframe',
  value: 'T',
  about: "the bars' timeframe; with resample the new one",
};
export const REFERENCE: Flag = {
  name: '--reference',
  value: 'FILE',
  about: 'bars of the same market that are known to be right: shows a clock that is hours off',
};

/** Reads each file and judges it, with a progress line. Throws a Failure where one is missing or a folder. */
export const diagnoseFiles = async (files: readonly string[], {flags, io}: Invocation): Promise<Diagnosis[]> => {
  const timeframe = flags.choice(TIMEFRAME, TIMEFRAMES);
  const referencePath = flags.text(REFERENCE);
  const reference = referencePath === null ? null : await readReference(referencePath, io.cwd);
  const paths = files.map(file => requireDataFile(file, io.cwd));
  const diagnoses: Diagnosis[] = [];
  for (const [index, path] of paths.entries()) {
    const progress = new Progress({label: `Reading ${files[index] ?? path}`, unit: 'bytes', io});
    diagnoses.push(
      await diagnoseBars(path, {
        onProgress: (done, total) => progress.update(done, total),
        ...(timeframe === null ? {} : {timeframe}),
        ...(reference === null ? {} : {reference}),
      }),
    );
    progress.finish();
  }

  return diagnoses;
};

export const readReference = async (path: string, cwd: string): Promise<Candle[]> => {
  const {columns} = await readBars(requireDataFile(path, cwd));

  return [...candlesOf(columns)];
};
