import type {BarProblem} from '../BarFile.ts';
import {importError, type Row} from './readRows.ts';

/** More steps back than forward: a file that begins with the newest. */
export const runsBackwards = (rows: readonly Row[]): boolean => {
  let back = 0;
  for (let index = 1; index < rows.length; index += 1)
    if ((rows[index]?.time ?? 0) < (rows[index - 1]?.time ?? 0)) back += 1;

  return back > (rows.length - 1) / 2;
};

/** The same bar twice may be left out; two bars of one time contradict each other, and nobody here can judge them. */
export const dropRepeats = (
  rows: readonly Row[],
  mayDrop: boolean,
): {readonly rows: readonly Row[]; readonly dropped: number; readonly problems: readonly BarProblem[]} => {
  if (!mayDrop) return {rows, dropped: 0, problems: []};
  const kept: Row[] = [];
  const contradictions = {count: 0, line: 0};
  let dropped = 0;
  for (const row of rows) {
    const before = kept.at(-1);
    if (before?.text === row.text) dropped += 1;
    else {
      if (before?.time === row.time) {
        contradictions.count += 1;
        contradictions.line ||= row.line;
      }
      kept.push(row);
    }
  }
  const {count, line} = contradictions;
  const message = `line ${line} says something else of a time that stands there already (${count} such rows): which is right?`;

  return {rows: kept, dropped, problems: count === 0 ? [] : [importError('duplicate', {count, line}, message)]};
};
