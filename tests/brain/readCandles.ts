import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import type {Candle} from '../../core/domain/Candle.ts';

/** The first `limit` bars of a gzipped CSV file `time_ms,open,high,low,close,volume`. */
export const readCandles = (path: string, limit: number): Candle[] => {
  const [, ...lines] = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n');

  return lines.slice(0, limit).map(line => {
    const [time = 0, open = 0, high = 0, low = 0, close = 0, volume = 0] = line.split(',').map(Number);

    return {time, open, high, low, close, volume};
  });
};
