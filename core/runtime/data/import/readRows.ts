import {COLUMN_NAMES} from '../BarColumns.ts';
import type {BarProblem} from '../BarFile.ts';
import type {Places} from './findColumns.ts';
import {isNothing, plainNumber} from './plainNumber.ts';
import type {Table} from './readTable.ts';
import {readTime, type TimeUnit} from './readTime.ts';

/** A bar as a line of the house format, with the line of the given file that it stood on. */
export type Row = {readonly time: number; readonly text: string; readonly line: number};

/** How many rows, and the line of the first. */
type Found = {count: number; line: number};

/** Reads every row that has all six values; the others are counted by what is wrong with them. */
export const readRows = (
  {rows: all, firstLine}: Table,
  places: Places,
  {unit, offsetMs}: {readonly unit: TimeUnit; readonly offsetMs: number},
): {readonly rows: readonly Row[]; readonly nulls: Found; readonly problems: readonly BarProblem[]} => {
  const rows: Row[] = [];
  const nulls = {count: 0, line: 0};
  const unreadable = {count: 0, line: 0, text: ''};
  const prices = COLUMN_NAMES.slice(1).map(name => places[name]);
  for (const [index, cells] of all.entries()) {
    const line = firstLine + index;
    const time = readTime(cells[places.time] ?? '', unit, offsetMs);
    const texts = prices.map(place => cells[place] ?? '');
    const numbers = texts.map(plainNumber);
    if (time !== null && numbers.every(number => number !== null))
      rows.push({time, text: [time, ...numbers].join(','), line});
    else if (texts.some(isNothing) || isNothing(cells[places.time] ?? '')) {
      nulls.count += 1;
      nulls.line ||= line;
    } else {
      unreadable.count += 1;
      if (unreadable.line === 0) Object.assign(unreadable, {line, text: cells.join(',').slice(0, 80)});
    }
  }

  return {rows, nulls, problems: unreadableProblems(unreadable)};
};

const unreadableProblems = ({count, line, text}: Found & {readonly text: string}): readonly BarProblem[] =>
  count === 0
    ? []
    : [importError('unreadable', {count, line}, `line ${line}, "${text}", is no bar (${count} such rows)`)];

export const nullProblems = ({count, line}: Found): readonly BarProblem[] =>
  count === 0
    ? []
    : [
        importError(
          'unreadable',
          {count, line},
          `line ${line} lacks a value (${count} such rows); nothing is filled in: leave them out with --drop nulls, and they are gaps`,
        ),
      ];

export const importError = (code: BarProblem['code'], {count, line}: Found, message: string): BarProblem => ({
  code,
  severity: 'error',
  line,
  count,
  message,
});
