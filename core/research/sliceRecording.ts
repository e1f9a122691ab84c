import type {Recording} from '../../brokers/replay/Recording.ts';
import {TIMEFRAME_MS} from '../domain/Candle.ts';
import type {BarColumns} from '../runtime/data/BarColumns.ts';
import type {BarFile} from '../runtime/data/BarFile.ts';

/** The part of a recording from `from` up to but not including `to`, ms UTC. @throws RangeError when nothing is left. */
export const sliceRecording = (recording: Recording, from: number, to: number): Recording => {
  if (from <= recording.file.from && to > recording.file.to) return recording;
  if (recording.kind === 'bars') return {...recording, file: sliceBars(recording.file, from, to)};
  const trades = recording.file.trades.filter(({time}) => time >= from && time < to);
  const [first, last] = [trades[0], trades.at(-1)];
  if (first === undefined || last === undefined) throw nothingLeft(recording, from, to);

  return {...recording, file: {...recording.file, trades, from: first.time, to: last.time}};
};

const sliceBars = (file: BarFile, from: number, to: number): BarFile => {
  const first = rowAt(file.columns, from);
  const end = rowAt(file.columns, to);
  if (end <= first) throw nothingLeft({kind: 'bars', symbol: file.symbol ?? '', file}, from, to);
  const columns = file.columns.slice(first, end);

  return {
    ...file,
    columns,
    rows: columns.rows,
    from: columns.at(0, 0),
    to: columns.at(0, columns.rows - 1),
    gaps: {...file.gaps, count: countGaps(columns, TIMEFRAME_MS[file.timeframe])},
  };
};

/** Number of bars that open before `time`; bars stand in the order of time. */
export const rowAt = (columns: BarColumns, time: number): number => {
  let [low, high] = [0, columns.rows];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (columns.at(0, middle) < time) low = middle + 1;
    else high = middle;
  }

  return low;
};

const countGaps = (columns: BarColumns, lengthMs: number): number => {
  let gaps = 0;
  for (let row = 1; row < columns.rows; row += 1) {
    if (columns.at(0, row) - columns.at(0, row - 1) > lengthMs) gaps += 1;
  }

  return gaps;
};

const nothingLeft = ({file}: Recording, from: number, to: number): RangeError => {
  const day = (time: number): string => (Number.isFinite(time) ? new Date(time).toISOString() : 'open');

  return new RangeError(
    `"${file.path}" has nothing from ${day(from)} to ${day(to)}: it holds ${day(file.from)} to ${day(file.to)}.`,
  );
};
