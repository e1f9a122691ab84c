import {rmSync, writeFileSync} from 'node:fs';
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Candle, Timeframe} from '../../../domain/Candle.ts';
import type {BarProblem, BarReport} from '../BarFile.ts';
import {COLUMN_NAMES} from '../BarColumns.ts';
import {diagnoseBars} from '../readBars.ts';
import {findColumns, type Places, placesText, readColumns} from './findColumns.ts';
import {nullProblems, readRows, type Row} from './readRows.ts';
import {ImportRefused, readTable, type Table} from './readTable.ts';
import {saysZone, type TimeUnit, unitOf} from './readTime.ts';
import {dropRepeats, runsBackwards} from './orderRows.ts';

export type ImportOptions = {
  readonly path: string;
  readonly symbol: string;
  readonly timeframe?: Timeframe;
  /** Names in the file's order, where neither header nor sense tells them. */
  readonly columns?: string;
  /** How far the file's clock runs before UTC, ms. */
  readonly offsetMs: number;
  /** Rows that may be left out; nothing else is ever mended. */
  readonly drop: ReadonlySet<'nulls' | 'duplicates'>;
  readonly reference?: Iterable<Candle>;
  readonly onProgress?: (bytesRead: number, bytesTotal: number) => void;
};

/** What an import found and did; the bars are in `text` when they are sound. */
export type ImportReport = {
  readonly source: {readonly path: string; readonly sha256: string; readonly rows: number};
  readonly shape: {
    readonly columns: string;
    readonly timeUnit: TimeUnit;
    readonly order: 'oldest first' | 'newest first';
    readonly hasHeader: boolean;
  };
  /** What was made of it on its way, in words. */
  readonly changes: readonly string[];
  readonly dropped: {readonly nulls: number; readonly duplicates: number};
  readonly problems: readonly BarProblem[];
  readonly bars: Pick<BarReport, 'rows' | 'from' | 'to' | 'gaps' | 'timeframe' | 'symbol'>;
  readonly isSound: boolean;
};

export const HOUSE_HEADER = 'time_ms,open,high,low,close,volume';

/**
 * Turns bars of another shape into the house's own, and judges them like any other file: order, duplicates, nulls, grid, zone,
 * gaps. Columns, units and a newest-first order are translated; rows are left out only where it was asked for; nothing is filled.
 * @throws ImportRefused where the shape cannot be told.
 */
export const importBars = async (
  options: ImportOptions,
): Promise<{readonly report: ImportReport; readonly text: string}> => {
  const {path, columns, offsetMs, drop} = options;
  const table = await readTable(path, options.onProgress);
  const places = columns === undefined ? findColumns(path, table) : readColumns(columns);
  const unit = commonUnit(path, table, places);
  const read = readRows(table, places, {unit, offsetMs});
  const isNewestFirst = runsBackwards(read.rows);
  const kept = dropRepeats(isNewestFirst ? read.rows.toReversed() : read.rows, drop.has('duplicates'));
  const nulls = drop.has('nulls') ? read.nulls : {...read.nulls, count: 0};
  const text = [HOUSE_HEADER, ...kept.rows.map(row => row.text), ''].join('\n');
  const diagnosis = await diagnose(text, options);
  const {rows, from, to, gaps, timeframe, symbol} = diagnosis;
  const problems = [
    ...read.problems,
    ...(drop.has('nulls') ? [] : nullProblems(read.nulls)),
    ...kept.problems,
    ...diagnosis.problems.map(problem => atSource(problem, kept.rows)),
  ];

  return {
    text,
    report: {
      source: {path, sha256: table.sha256, rows: table.rows.length},
      shape: {
        columns: placesText(places),
        timeUnit: unit,
        order: isNewestFirst ? 'newest first' : 'oldest first',
        hasHeader: table.header !== null,
      },
      changes: changesOf({table, places, unit, offsetMs, isNewestFirst}),
      dropped: {nulls: nulls.count, duplicates: kept.dropped},
      problems,
      bars: {rows, from, to, gaps, timeframe, symbol},
      isSound: timeframe !== null && problems.every(({severity}) => severity !== 'error'),
    },
  };
};

/** By the first row that has a time; a file that changes its unit on the way has unreadable rows. */
const commonUnit = (path: string, {rows}: Table, {time}: Places): TimeUnit => {
  for (const row of rows) {
    const unit = unitOf(row[time] ?? '');
    if (unit !== null) return unit;
  }
  throw new ImportRefused(
    `"${path}": "${rows[0]?.[time] ?? ''}" is no time in s, ms, us, ns or ISO form (2021-05-19 12:00:00).`,
  );
};

type Change = {
  readonly table: Table;
  readonly places: Places;
  readonly unit: TimeUnit;
  readonly offsetMs: number;
  readonly isNewestFirst: boolean;
};

const UNITS: Readonly<Record<TimeUnit, string>> = {
  s: 'seconds',
  ms: 'ms',
  us: 'microseconds',
  ns: 'nanoseconds',
  iso: 'ISO texts',
};

const changesOf = ({table, places, unit, offsetMs, isNewestFirst}: Change): readonly string[] => {
  const columns = placesText(places);
  const zone = table.rows.find(row => unitOf(row[places.time] ?? '') !== null)?.[places.time] ?? '';
  const changes: string[] = [];
  if (columns !== COLUMN_NAMES.join(',')) changes.push(`columns put in order, from ${columns}`);
  if ((table.rows[0]?.length ?? 0) > COLUMN_NAMES.length) changes.push('columns that are not needed left out');
  if (unit !== 'ms') changes.push(`times turned to ms, from ${UNITS[unit]}`);
  if (unit === 'iso' && !saysZone(zone) && offsetMs === 0) changes.push('times without a zone taken as UTC');
  if (offsetMs !== 0) changes.push(`clock moved by ${-offsetMs / 3_600_000} h to UTC, as stated`);
  if (isNewestFirst) changes.push('rows turned round, from newest first');

  return changes;
};

/** Lines as they stand in the file that was given; the reader saw the translated one, which has a header and another order. */
const atSource = (problem: BarProblem, rows: readonly Row[]): BarProblem => {
  const lineOf = (line: number): number => rows[line - 2]?.line ?? line;

  return {
    ...problem,
    line: problem.line === null ? null : lineOf(problem.line),
    message: withHint(problem).replace(/\bline (\d+)/g, (_, line: string) => `line ${lineOf(Number(line))}`),
  };
};

const withHint = ({code, message}: BarProblem): string =>
  code === 'zone' ? `${message}. If that is the file's own clock, say so with --utc-offset` : message;

/** The house's own reader has the last word, on exactly the text that would be kept. */
const diagnose = async (text: string, {symbol, timeframe, reference}: ImportOptions): Promise<BarReport> => {
  const folder = mkdtempSync(join(tmpdir(), 'ogz-import-'));
  try {
    const path = join(folder, 'bars.csv');
    writeFileSync(path, text);
    const {report} = await diagnoseBars(path, {
      symbol,
      ...(timeframe === undefined ? {} : {timeframe}),
      ...(reference === undefined ? {} : {reference}),
    });

    return report;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
};
