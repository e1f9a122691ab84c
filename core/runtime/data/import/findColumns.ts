import {BarColumns, COLUMN_NAMES} from '../BarColumns.ts';
import {guessColumns} from '../guessColumns.ts';
import {unitOf} from './readTime.ts';
import {ImportRefused, type Table} from './readTable.ts';

type Name = (typeof COLUMN_NAMES)[number];

/** The place of each of our columns in the file. */
export type Places = Readonly<Record<Name, number>>;

/** What a header may call them, the surest word first; all in small letters without blanks and underscores. */
const WORDS: Readonly<Record<Name, readonly string[]>> = {
  time: [
    'timems',
    'time',
    'timestamp',
    'opentime',
    'unix',
    'unixtime',
    'unixtimestamp',
    'mts',
    'ts',
    't',
    'start',
    'datetime',
    'date',
  ],
  open: ['open', 'o', 'openprice', 'priceopen'],
  high: ['high', 'h', 'highprice', 'pricehigh', 'max'],
  low: ['low', 'l', 'lowprice', 'pricelow', 'min'],
  close: ['close', 'c', 'closeprice', 'priceclose', 'last'],
  volume: ['volume', 'v', 'vol', 'basevolume', 'volumebase', 'volumetraded', 'amount'],
};

/** Rows without a header that exchanges write, by their number of columns. */
const KNOWN_WIDTHS: Readonly<Record<number, {readonly places: readonly number[]; readonly what: string}>> = {
  7: {places: [0, 1, 2, 3, 4, 5], what: "Kraken's OHLCVT archive"},
  8: {places: [0, 1, 2, 3, 4, 6], what: "Kraken's OHLC answer"},
  12: {places: [0, 1, 2, 3, 4, 5], what: "Binance's kline archive"},
};

const SAMPLE = 2_000;

const placesFrom = (columns: readonly number[]): Places => {
  const [time = 0, open = 1, high = 2, low = 3, close = 4, volume = 5] = columns;

  return {time, open, high, low, close, volume};
};

/** As `--columns` says it: names in the file's order, other names for what is not needed. @throws ImportRefused on a missing one. */
export const readColumns = (text: string): Places => {
  const names = text.split(',').map(name => name.trim().toLowerCase());
  const missing = COLUMN_NAMES.filter(name => !names.includes(name));
  if (missing.length > 0)
    throw new ImportRefused(
      `The columns "${text}" lack ${missing.join(', ')}. Name all of ${COLUMN_NAMES.join(', ')}.`,
    );

  return placesFrom(COLUMN_NAMES.map(name => names.indexOf(name)));
};

/** What stands where: by the header, by the width of what exchanges write, or by what makes sense. @throws ImportRefused. */
export const findColumns = (path: string, table: Table): Places => {
  const places = table.header === null ? byWidth(path, table) : byHeader(path, table.header);

  return table.header === null && table.rows[0]?.length === COLUMN_NAMES.length ? bySense(path, table, places) : places;
};

const plain = (word: string): string => word.toLowerCase().replace(/[\s_-]/g, '');

const byHeader = (path: string, header: readonly string[]): Places => {
  const words = header.map(plain);
  const found = COLUMN_NAMES.map(name => {
    const exact = WORDS[name].map(word => words.indexOf(word)).find(place => place !== -1);
    // `Volume BTC`, `Volume (BTC)`: of several the first is the base's by custom.
    return exact ?? (name === 'volume' ? words.findIndex(word => word.startsWith('volume')) : -1);
  });
  const missing = COLUMN_NAMES.filter((_, index) => found[index] === -1);
  if (missing.length > 0)
    throw new ImportRefused(
      `"${path}": the header "${header.join(',')}" names no ${missing.join(', no ')}. Say which column is which with --columns, such as --columns time,open,high,low,close,volume.`,
    );

  return placesFrom(found);
};

const byWidth = (path: string, {rows}: Table): Places => {
  const width = rows[0]?.length ?? 0;
  if (width === COLUMN_NAMES.length) return placesFrom([0, 1, 2, 3, 4, 5]);
  const known = KNOWN_WIDTHS[width];
  if (known !== undefined) return placesFrom(known.places);

  throw new ImportRefused(
    `"${path}" has no header and ${width} columns, which is no known shape. Say which column is which with --columns, such as --columns time,open,high,low,close,volume.`,
  );
};

/** Six bare columns: the one with times, and of the others the order in which low and high enclose the rest. */
const bySense = (path: string, {rows}: Table, places: Places): Places => {
  const step = Math.max(1, Math.floor(rows.length / SAMPLE));
  const sample = rows.filter((_, index) => index % step === 0);
  const time = [0, 1, 2, 3, 4, 5].find(column => sample.every(row => unitOf(row[column] ?? '') !== null));
  if (time === undefined)
    throw new ImportRefused(`"${path}": no column holds times in s, ms, us, ns or ISO form. Say which with --columns.`);
  const others = [0, 1, 2, 3, 4, 5].filter(column => column !== time);
  if (makesSense(sample, {...placesFrom([time, ...others])})) return placesFrom([time, ...others]);
  const columns = new BarColumns();
  // The guess knows a time by its order only.
  sample.forEach(row =>
    columns.add(
      Float64Array.of(
        Number(unitOf(row[time] ?? '') === 'iso' ? Date.parse(row[time] ?? '') : row[time]),
        ...others.map(column => Number(row[column])),
      ),
    ),
  );
  const names = guessColumns(columns);
  if (names === null) return places;

  return placesFrom(COLUMN_NAMES.map(name => (name === 'time' ? time : (others[names.indexOf(name) - 1] ?? 0))));
};

const ENOUGH = 0.98;

const makesSense = (rows: readonly (readonly string[])[], {open, high, low, close}: Places): boolean => {
  const isBar = (row: readonly string[]): boolean => {
    const [o, h, l, c] = [open, high, low, close].map(column => Number(row[column]));
    return (
      o !== undefined &&
      h !== undefined &&
      l !== undefined &&
      c !== undefined &&
      l <= Math.min(o, c) &&
      h >= Math.max(o, c)
    );
  };

  return rows.filter(isBar).length >= rows.length * ENOUGH;
};

/** The file's columns by our names, in the file's order. */
export const placesText = (places: Places): string => [...COLUMN_NAMES].sort((a, b) => places[a] - places[b]).join(',');
