import type {Recording} from '../../brokers/replay/Recording.ts';
import type {Candle} from '../domain/Candle.ts';
import {BarColumns} from '../runtime/data/BarColumns.ts';
import {candlesOf} from '../runtime/data/BarFile.ts';

export type BarRecording = Extract<Recording, {kind: 'bars'}>;

/** The same recording with other bars in the place of its own; times must stay. */
export const changeBars = (recording: BarRecording, change: (candle: Candle) => Candle): BarRecording => {
  const columns = new BarColumns();
  for (const candle of candlesOf(recording.file.columns)) {
    const {time, open, high, low, close, volume} = change(candle);
    columns.add(Float64Array.of(time, open, high, low, close, volume));
  }

  return {...recording, file: {...recording.file, columns}};
};
