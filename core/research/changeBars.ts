import type {Recording} from '../../brokers/replay/Recording.ts';
import type {Candle, Timeframe} from '../domain/Candle.ts';
import {BarColumns} from '../runtime/data/BarColumns.ts';
import {candlesOf} from '../runtime/data/BarFile.ts';

export type BarRecording = Extract<Recording, {kind: 'bars'}>;

/** The same market in bars of another timeframe. */
export const barsAs = (recording: BarRecording, timeframe: Timeframe, candles: readonly Candle[]): BarRecording => {
  const columns = columnsOf(candles);

  return {
    ...recording,
    file: {
      ...recording.file,
      timeframe,
      columns,
      rows: columns.rows,
      from: columns.at(0, 0),
      to: columns.at(0, columns.rows - 1),
    },
  };
};

const columnsOf = (candles: Iterable<Candle>): BarColumns => {
  const columns = new BarColumns();
  for (const {time, open, high, low, close, volume} of candles)
    columns.add(Float64Array.of(time, open, high, low, close, volume));

  return columns;
};

/** The same recording with other bars in the place of its own; times must stay. */
export const changeBars = (recording: BarRecording, change: (candle: Candle) => Candle): BarRecording => ({
  ...recording,
  file: {...recording.file, columns: columnsOf(candlesOf(recording.file.columns).map(change))},
});
