import {TIMEFRAME_MS, type Timeframe} from '../../domain/Candle.ts';
import type {BarCheck} from './checkBars.ts';
import type {BarProblem, Gaps} from './BarFile.ts';
import type {RawBars} from './RawBars.ts';

const HOUR_MS = 3_600_000;
const QUARTER_MS = 900_000;
const MAX_ZONE_MS = 14 * HOUR_MS;
/** 2001 and 2100 in ms: what is outside was written in another unit. */
const EARLIEST_MS = 978_307_200_000;
const LATEST_MS = 4_102_444_800_000;
const SAME_OFFSET_SHARE = 0.9;

type Find = {count: number; row: number};
type Tally = {back: Find; same: Find; offGrid: Find; badUnit: Find; offset: number; sameOffset: number; gaps: GapTally};
type GapTally = {count: number; missingBars: number; after: number; bars: number};

/** Judges the times of parsed bars: order, grid, zone and unit; gaps are counted and are no error. */
export const checkTimes = (raw: RawBars, timeframe: Timeframe | null): BarCheck => {
  const tally = tallyTimes(raw, timeframe === null ? null : TIMEFRAME_MS[timeframe]);
  const unit = unitProblem(raw, tally.badUnit);
  const problems = unit === null ? [...orderProblems(raw, tally), ...gridProblems(raw, tally, timeframe)] : [unit];

  return {problems, gaps: readGaps(tally.gaps)};
};

const none = (): Find => ({count: 0, row: -1});

const note = (find: Find, row: number): void => {
  find.count += 1;
  if (find.row === -1) find.row = row;
};

const tallyTimes = ({columns}: RawBars, lengthMs: number | null): Tally => {
  const gaps = {count: 0, missingBars: 0, after: 0, bars: 0};
  const tally: Tally = {back: none(), same: none(), offGrid: none(), badUnit: none(), offset: 0, sameOffset: 0, gaps};
  let previous = Number.NaN;
  for (let row = 0; row < columns.rows; row++) {
    const time = columns.at(0, row);
    if (Number.isNaN(time)) continue;
    if (time < EARLIEST_MS || time > LATEST_MS) note(tally.badUnit, row);
    if (time < previous) note(tally.back, row);
    if (time === previous) note(tally.same, row);
    if (lengthMs !== null) tallyGrid(tally, {row, time, previous, lengthMs});
    previous = time;
  }

  return tally;
};

type Step = {readonly row: number; readonly time: number; readonly previous: number; readonly lengthMs: number};

const tallyGrid = (tally: Tally, {row, time, previous, lengthMs}: Step): void => {
  const offset = time % lengthMs;
  if (offset !== 0) {
    if (tally.offGrid.count === 0) tally.offset = offset;
    if (offset === tally.offset) tally.sameOffset += 1;
    note(tally.offGrid, row);
  }
  const missing = Math.round((time - previous) / lengthMs) - 1;
  if (!(missing > 0)) return;
  tally.gaps.count += 1;
  tally.gaps.missingBars += missing;
  if (missing <= tally.gaps.bars) return;
  tally.gaps.bars = missing;
  tally.gaps.after = previous;
};

const readGaps = ({count, missingBars, after, bars}: GapTally): Gaps => ({
  count,
  missingBars,
  longest: count === 0 ? null : {after, bars},
});

const problem = (raw: RawBars, find: Find, part: Pick<BarProblem, 'code' | 'message'>): BarProblem => {
  const line = raw.line(find.row);

  return {...part, severity: 'error', line, count: find.count, message: `line ${line}: ${part.message}`};
};

const unitProblem = (raw: RawBars, find: Find): BarProblem | null => {
  if (find.count === 0) return null;
  const time = raw.columns.at(0, find.row);
  const unit =
    time < 1e11 && time > 9e8 ? 'seconds' : time > 1e17 ? 'nanoseconds' : time > 1e14 ? 'microseconds' : null;
  const right = 'times must be milliseconds since 1970 UTC in the first column';
  const message =
    unit === null ? `time ${time} is no plausible time: ${right}` : `time ${time} looks like ${unit}: ${right}`;

  return problem(raw, find, {code: 'timeUnit', message});
};

const utc = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

const orderProblems = (raw: RawBars, {back, same}: Tally): readonly BarProblem[] => {
  const problems: BarProblem[] = [];
  if (back.count > 0) problems.push(backProblem(raw, back));
  if (same.count > 0) {
    const time = utc(raw.columns.at(0, same.row));
    const message = `time ${time} stands twice (${same.count} duplicates): each bar may stand once`;
    problems.push(problem(raw, same, {code: 'duplicate', message}));
  }

  return problems;
};

const backProblem = (raw: RawBars, back: Find): BarProblem => {
  const before = raw.columns.at(0, back.row - 1);
  const after = raw.columns.at(0, back.row);
  const step = `time goes back from ${utc(before)} to ${utc(after)}`;
  if (back.count > (raw.columns.rows - 1) / 2) {
    return problem(raw, back, {code: 'order', message: `${step}: the rows run from newest to oldest; turn them round`});
  }
  const jump = before - after;
  const isClockChange = jump % HOUR_MS === 0 || (jump + 60_000) % HOUR_MS === 0;
  const hint = isClockChange ? ', as local time does when summer time ends: write UTC' : '';
  const message = `${step} (${back.count} such steps)${hint}; times must ascend`;

  return problem(raw, back, {code: isClockChange && jump <= MAX_ZONE_MS ? 'zone' : 'order', message});
};

const gridProblems = (raw: RawBars, tally: Tally, timeframe: Timeframe | null): readonly BarProblem[] => {
  const {offGrid, offset, sameOffset} = tally;
  if (offGrid.count === 0 || timeframe === null) return [];
  const time = utc(raw.columns.at(0, offGrid.row));
  const isZone = sameOffset >= offGrid.count * SAME_OFFSET_SHARE && offset % QUARTER_MS === 0;
  if (!isZone) {
    const message = `time ${time} is not on the ${timeframe} grid (${offGrid.count} such rows): a bar's time is its open`;
    return [problem(raw, offGrid, {code: 'zone', message})];
  }
  const isWhole = offGrid.count === raw.columns.rows;
  const rows = isWhole ? 'all rows are' : `from here on ${offGrid.count} of ${raw.columns.rows} rows are`;
  const message = `time ${time}: ${rows} ${hours(offset)} past the ${timeframe} grid, as local time${isWhole ? '' : ' with summer time'} would be; write UTC`;

  return [problem(raw, offGrid, {code: 'zone', message})];
};

const hours = (ms: number): string => `${ms / HOUR_MS} h`;
