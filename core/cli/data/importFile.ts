import {resolve} from 'node:path';
import {quote, UsageError} from '../../config/problems.ts';
import {TIMEFRAMES} from '../../domain/Candle.ts';
import {readFileName} from '../../runtime/data/barFileName.ts';
import {candlePath, writeCandles} from '../../runtime/data/candleFolder.ts';
import {importBars, type ImportReport} from '../../runtime/data/import/importBars.ts';
import {EXIT, type ExitCode} from '../exitCodes.ts';
import {findPlace} from '../findPlace.ts';
import {type Flag, type Flags, JSON_FLAG} from '../Flags.ts';
import {counted, moment} from '../format.ts';
import {printJson, printLine} from '../Io.ts';
import {type Paint, paintFor} from '../paint.ts';
import {Progress} from '../Progress.ts';
import {requireDataFile} from '../requireDataFile.ts';
import {symbolOf} from '../runFlags.ts';
import {table} from '../table.ts';
import type {Invocation} from '../Verb.ts';
import {readReference, REFERENCE, TIMEFRAME} from './diagnose.ts';
import {OUT} from './resampleFile.ts';

export const EXCHANGE: Flag = {
  name: '--exchange',
  value: 'NAME',
  about: 'the exchange that the bars are of, such as kraken',
};
export const REST_URL: Flag = {
  name: '--rest-url',
  value: 'URL',
  about: 'with fetch: where a simulated Kraken listens, such as http://127.0.0.1:8090',
};
export const COLUMNS: Flag = {
  name: '--columns',
  value: 'NAMES',
  about: 'with import: what stands where, such as time,low,high,open,close,volume (default: found out)',
};
export const UTC_OFFSET: Flag = {
  name: '--utc-offset',
  value: '+HH:MM',
  about: "with import: how far the file's clock runs before UTC (default: +00:00)",
};
export const DROP: Flag = {
  name: '--drop',
  value: 'KINDS',
  about: 'with import: rows that may be left out, nulls or duplicates or both by a comma',
};

/** `ogz data import`: bars of another shape in the house's own, or the diagnosis of why not. Exit code 1 when they are refused. */
export const importFile = async (files: readonly string[], {flags, io}: Invocation): Promise<ExitCode> => {
  const [file, second] = files;
  if (file === undefined || second !== undefined) throw new UsageError('ogz data import takes one file.');
  const path = requireDataFile(file, io.cwd);
  const name = readFileName(path);
  const symbol = symbolOf(flags) ?? name.symbol;
  if (symbol === null)
    throw new UsageError('--symbol is needed: the name of the file names no market, such as BTC/USD.');
  const timeframe = flags.choice(TIMEFRAME, TIMEFRAMES) ?? name.timeframe;
  const [columns, reference] = [flags.text(COLUMNS), flags.text(REFERENCE)];
  const progress = new Progress({label: `Reading ${file}`, unit: 'bytes', io});
  const {report, text} = await importBars({
    path,
    symbol,
    offsetMs: offsetOf(flags),
    drop: droppableOf(flags),
    onProgress: (done, total) => progress.update(done, total),
    ...(timeframe === null ? {} : {timeframe}),
    ...(columns === null ? {} : {columns}),
    ...(reference === null ? {} : {reference: await readReference(reference, io.cwd)}),
  });
  progress.finish();
  const exchange = flags.text(EXCHANGE) ?? name.exchange ?? 'imported';
  const out = report.isSound
    ? await keep({report, text, flags, exchange, place: {cwd: io.cwd, dataDir: findPlace(flags, io).dataDir}})
    : null;
  if (flags.has(JSON_FLAG)) printJson(io, {out, ...report});
  else for (const line of reportLines(report, out, paintFor(io.stdout, io))) printLine(io.stdout, line);

  return report.isSound ? EXIT.ok : EXIT.failed;
};

type Keeping = {
  readonly report: ImportReport;
  readonly text: string;
  readonly flags: Flags;
  readonly exchange: string;
  readonly place: {readonly cwd: string; readonly dataDir: string};
};

const keep = async ({report, text, flags, exchange, place}: Keeping): Promise<string | null> => {
  const {symbol, timeframe} = report.bars;
  if (symbol === null || timeframe === null) return null;
  const named = flags.text(OUT);
  const out = named === null ? candlePath(place.dataDir, {exchange, symbol, timeframe}) : resolve(place.cwd, named);
  await writeCandles(out, text, report, false);

  return out;
};

const MOST_OFFSET_HOURS = 14;

const offsetOf = (flags: Flags): number => {
  const text = flags.text(UTC_OFFSET);
  if (text === null) return 0;
  const [, sign, hours = '', minutes = ''] = /^([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  const offset = Number(hours) + Number(minutes) / 60;
  if (sign === undefined || offset > MOST_OFFSET_HOURS)
    throw new UsageError(`${UTC_OFFSET.name} is ${quote(text)}; expected hours and minutes such as +08:00 or -05:00.`);

  return (sign === '-' ? -1 : 1) * offset * 3_600_000;
};

const droppableOf = (flags: Flags): ReadonlySet<'nulls' | 'duplicates'> => {
  const kinds = (flags.text(DROP) ?? '').split(',').filter(kind => kind !== '');
  const dropped = new Set<'nulls' | 'duplicates'>();
  for (const kind of kinds) {
    if (kind !== 'nulls' && kind !== 'duplicates')
      throw new UsageError(`${DROP.name} is ${quote(kind)}; expected nulls, duplicates, or nulls,duplicates.`);
    dropped.add(kind);
  }

  return dropped;
};

const reportLines = (report: ImportReport, out: string | null, paint: Paint): string[] => {
  const {source, shape, changes, dropped, problems, bars} = report;
  const {gaps, rows, from, to, timeframe} = bars;
  const longest =
    gaps.longest === null
      ? ''
      : `, the longest ${counted(gaps.longest.bars, 'bar')} after ${moment(gaps.longest.after)}`;

  return [
    `${out === null ? paint.bad('refused') : paint.good('kept')}  ${out ?? source.path}`,
    ...table([
      ['  read', `${counted(source.rows, 'row')} as ${shape.columns}, times in ${shape.timeUnit}, ${shape.order}`],
      ['  bars', `${counted(rows, `${timeframe ?? 'unknown'} bar`)}, ${moment(from)} to ${moment(to)}`],
      ['  gaps', `${counted(gaps.count, 'gap')} of ${counted(gaps.missingBars, 'bar')}${longest}; nothing is filled`],
      ['  left out', `${counted(dropped.nulls, 'row')} without values, ${counted(dropped.duplicates, 'duplicate')}`],
      ...changes.map(change => ['  changed', change]),
    ]),
    ...problems.map(
      ({severity, message}) => `  ${severity === 'error' ? paint.bad('error') : paint.warn('warning')}: ${message}`,
    ),
  ];
};
