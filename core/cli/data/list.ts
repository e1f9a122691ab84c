import {basename} from 'node:path';
import {candleFiles, candleFolder} from '../../runtime/data/candleFolder.ts';
import {type Diagnosis, diagnoseBars} from '../../runtime/data/readBars.ts';
import {EXIT, type ExitCode} from '../exitCodes.ts';
import {findPlace} from '../findPlace.ts';
import {JSON_FLAG} from '../Flags.ts';
import {count, moment} from '../format.ts';
import {printJson, printLine} from '../Io.ts';
import {type Paint, paintFor} from '../paint.ts';
import {Progress} from '../Progress.ts';
import {table} from '../table.ts';
import type {Invocation} from '../Verb.ts';

/** `ogz data list`: what lies in `data/candles`, each file read and judged anew. */
export const list = async (_files: readonly string[], {flags, io}: Invocation): Promise<ExitCode> => {
  const {dataDir} = findPlace(flags, io);
  const paths = candleFiles(dataDir);
  const progress = new Progress({label: 'Reading', unit: 'files', io});
  const diagnoses: Diagnosis[] = [];
  for (const [index, path] of paths.entries()) {
    progress.update(index, paths.length);
    diagnoses.push(await diagnoseBars(path));
  }
  progress.finish();
  if (flags.has(JSON_FLAG))
    printJson(io, {files: diagnoses.map(({report, file}) => ({sound: file !== null, ...report}))});
  else if (paths.length === 0)
    printLine(
      io.stdout,
      `There are no bars in "${candleFolder(dataDir)}". Get some by ogz data import FILE or ogz data fetch.`,
    );
  else for (const line of linesOf(diagnoses, paintFor(io.stdout, io))) printLine(io.stdout, line);

  return EXIT.ok;
};

const linesOf = (diagnoses: readonly Diagnosis[], paint: Paint): string[] =>
  table(
    [
      ['file', 'market', 'timeframe', 'bars', 'from', 'to', 'gaps', 'missing', ''],
      ...diagnoses.map(({report, file}) => [
        basename(report.path),
        report.symbol ?? 'unknown',
        report.timeframe ?? 'unknown',
        count(report.rows),
        moment(report.from),
        moment(report.to),
        count(report.gaps.count),
        count(report.gaps.missingBars),
        file === null ? paint.bad('refused') : paint.good('sound'),
      ]),
    ],
    ['left', 'left', 'left', 'right', 'left', 'left', 'right', 'right', 'left'],
  );
