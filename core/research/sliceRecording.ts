import type {Recording} from '../../brokers/replay/Recording.ts';
import {TIMEFRAME_MS} from '../domain/Candle.ts';
import {BarColumns, COLUMN_NAMES} from '../runtime/data/BarColumns.ts';
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
  const columns = new BarColumns();
  for (let row = 0; row < file.rows; row += 1) {
    const time = file.columns.at(0, row);
    if (time < from || time >= to) continue;
    columns.add(Float64Array.from(COLUMN_NAMES, (_, column) => file.columns.at(column, row)));
  }
  if (columns.rows === 0) throw nothingLeft({kind: 'bars', symbol: file.symbol ?? '', file}, from, to);

  return {
    ...file,
    columns,
    rows: columns.rows,
    from: columns.at(0, 0),
    to: columns.at(0, columns.rows - 1),
    gaps: {...file.gaps, count: countGaps(columns, TIMEFRAME_MS[file.timeframe])},
  };
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
