import {existsSync, mkdirSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import type {Timeframe} from '../../domain/Candle.ts';
import {writeAtomically} from '../writeAtomically.ts';

/** What names a file of bars in the house. */
export type CandleName = {readonly exchange: string; readonly symbol: string; readonly timeframe: Timeframe};

export const candleFolder = (dataDir: string): string => join(dataDir, 'candles');

/** `data/candles/kraken_BTCUSD_1h.csv.gz`. */
export const candlePath = (dataDir: string, {exchange, symbol, timeframe}: CandleName): string =>
  join(candleFolder(dataDir), `${exchange}_${symbol.replace('/', '')}_${timeframe}.csv.gz`);

/** The report beside a file of bars: where it comes from and what was done to it. */
export const reportPath = (path: string): string => path.replace(/\.csv(?:\.gz)?$/, '.report.json');

/** Files of bars in the data directory, by name. */
export const candleFiles = (dataDir: string): readonly string[] => {
  const folder = candleFolder(dataDir);
  const names = existsSync(folder) ? readdirSync(folder) : [];

  return names
    .filter(name => /\.csv(?:\.gz)?$/.test(name))
    .sort()
    .map(name => join(folder, name));
};

/** Writes bars with their report, whole or not at all. @throws where the file is there already and `mayReplace` is false. */
export const writeCandles = async (path: string, text: string, report: unknown, mayReplace: boolean): Promise<void> => {
  if (!mayReplace && existsSync(path)) throw new AlreadyThere(path);
  mkdirSync(join(path, '..'), {recursive: true});
  await writeAtomically(path, path.endsWith('.gz') ? gzipSync(text) : text);
  await writeAtomically(reportPath(path), `${JSON.stringify(report, null, 2)}\n`);
};

export class AlreadyThere extends Error {
  override readonly name = 'AlreadyThere';

  constructor(path: string) {
    super(`"${path}" is there already, and is not overwritten. Name another with --out.`);
  }
}
