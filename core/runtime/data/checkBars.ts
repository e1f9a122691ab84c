import {TIMEFRAMES, TIMEFRAME_MS, type Timeframe} from '../../domain/Candle.ts';
import type {BarProblem, Gaps} from './BarFile.ts';
import {COLUMN_NAMES} from './BarColumns.ts';
import type {RawBars} from './RawBars.ts';
import {checkTimes} from './checkTimes.ts';
import {guessColumns} from './guessColumns.ts';

const HEADER = 'time_ms,open,high,low,close,volume';
/** Share of rows with broken bars from which on the columns, and not the bars, are the matter. */
const COLUMN_SUSPICION = 0.01;
const MIN_ROWS_FOR_GUESS = 10;

export type BarCheck = {readonly problems: readonly BarProblem[]; readonly gaps: Gaps};

type Rule = {readonly code: BarProblem['code']; readonly breaks: (bar: BarValues) => boolean; readonly should: string};
type BarValues = {open: number; high: number; low: number; close: number; volume: number};

const RULES: readonly Rule[] = [
  {
    code: 'price',
    breaks: ({open, high, low, close}) => open <= 0 || high <= 0 || low <= 0 || close <= 0,
    should: 'prices must be above zero',
  },
  {
    code: 'range',
    breaks: ({open, high, low, close}) => low > open || low > close || high < open || high < close || low > high,
    should: 'low <= open,close <= high must hold',
  },
  {code: 'volume', breaks: ({volume}) => volume < 0, should: 'volume must not be negative'},
];

export const formatCount = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** Judges parsed bars: every problem with its line, its value and what would be right. Nothing is repaired. */
export const checkBars = (raw: RawBars, timeframe: Timeframe | null): BarCheck => {
  const structure = [...checkStructure(raw), ...checkRows(raw)];
  const {problems, gaps} = checkTimes(raw, timeframe);

  return {problems: [...structure, ...problems], gaps};
};

const error = (code: BarProblem['code'], message: string, line: number | null = null, count = 1): BarProblem => ({
  code,
  severity: 'error',
  line,
  count,
  message,
});

const checkStructure = (raw: RawBars): readonly BarProblem[] => {
  const problems: BarProblem[] = [];
  if (raw.broken !== null) problems.push(error('format', raw.broken));
  if (raw.header !== null && normalise(raw.header) !== HEADER) {
    problems.push(error('columns', `line 1: the header is "${raw.header.slice(0, 80)}" and should be "${HEADER}"`, 1));
  }
  const [first] = raw.unreadable;
  if (first !== undefined) {
    const rows = `${formatCount(raw.unreadableCount)} of ${formatCount(raw.columns.rows)} rows cannot be read, the first`;
    const message = `${rows} on line ${first.line}, "${first.text}": ${first.reason}; leave out rows without a bar`;
    problems.push(error('unreadable', message, first.line, raw.unreadableCount));
  }
  if (raw.columns.rows === 0 && raw.broken === null) problems.push(error('empty', 'it has no bars'));

  return problems;
};

const normalise = (header: string): string =>
  header
    .toLowerCase()
    .replaceAll('"', '')
    .replaceAll(' ', '')
    .replace(/^time,/, 'time_ms,');

const checkRows = (raw: RawBars): readonly BarProblem[] => {
  const found = RULES.map(rule => findBreaks(raw, rule));
  const broken = found[1]?.count ?? 0;
  const wrongColumns =
    broken > raw.columns.rows * COLUMN_SUSPICION && raw.columns.rows >= MIN_ROWS_FOR_GUESS
      ? guessColumns(raw.columns)
      : null;
  if (wrongColumns !== null) return [columnsProblem(raw, wrongColumns, broken)];

  return found.filter(problem => problem.count > 0);
};

const columnsProblem = (raw: RawBars, names: readonly string[], broken: number): BarProblem => {
  const rows = `${formatCount(broken)} of ${formatCount(raw.columns.rows)} rows`;
  const message = `columns look like ${names.join(',')}: in the given order low <= open,close <= high is broken in ${rows}; write them as ${COLUMN_NAMES.join(',')}`;

  return error('columns', message, null, broken);
};

const findBreaks = (raw: RawBars, {code, breaks, should}: Rule): BarProblem => {
  const {columns} = raw;
  let count = 0;
  let first = -1;
  const bar = {open: 0, high: 0, low: 0, close: 0, volume: 0};
  for (let row = 0; row < columns.rows; row++) {
    bar.open = columns.at(1, row);
    bar.high = columns.at(2, row);
    bar.low = columns.at(3, row);
    bar.close = columns.at(4, row);
    bar.volume = columns.at(5, row);
    if (!breaks(bar)) continue;
    count += 1;
    if (first === -1) first = row;
  }
  const {open, high, low, close, volume} = columns.candle(Math.max(0, first));
  const values = `open ${open}, high ${high}, low ${low}, close ${close}, volume ${volume}`;
  const line = raw.line(first);

  return error(code, `line ${line}: ${values}: ${should} (${formatCount(count)} such rows)`, line, count);
};

/** The known timeframe that most steps between neighbours have, or null. */
export const guessTimeframe = (raw: RawBars): Timeframe | null => {
  const counts = new Map<number, number>();
  for (let row = 1; row < raw.columns.rows; row++) {
    const step = Math.abs(raw.columns.at(0, row) - raw.columns.at(0, row - 1));
    counts.set(step, (counts.get(step) ?? 0) + 1);
    if (counts.size > MAX_STEPS) break;
  }
  const [commonest] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];

  return TIMEFRAMES.find(timeframe => TIMEFRAME_MS[timeframe] === commonest) ?? null;
};

const MAX_STEPS = 100_000;
