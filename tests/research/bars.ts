import type {Candle} from '../../core/domain/Candle.ts';
import type {BarRecording} from '../../core/research/changeBars.ts';
import {BarColumns} from '../../core/runtime/data/BarColumns.ts';

/** Bars of a test as a recording that the engine can play. */
export const recordingOf = (symbol: string, candles: readonly Candle[]): BarRecording => {
  const columns = new BarColumns();
  for (const {time, open, high, low, close, volume} of candles) {
    const cents = [open, high, low, close].map(price => Math.round(price * 100) / 100);
    columns.add(Float64Array.of(time, ...cents, Math.round(volume * 10_000) / 10_000));
  }

  return {
    kind: 'bars',
    symbol,
    file: {
      path: 'made-up.csv',
      exchange: null,
      symbol,
      timeframe: '1m',
      columns,
      sha256: '0'.repeat(64),
      rows: columns.rows,
      from: columns.at(0, 0),
      to: columns.at(0, columns.rows - 1),
      gaps: {count: 0, missingBars: 0, longest: null},
      priceDigits: 2,
      quantityDigits: 4,
      problems: [],
    },
  };
};
