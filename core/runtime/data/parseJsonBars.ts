import {COLUMN_NAMES} from './BarColumns.ts';
import {RawBars, countDigits} from './RawBars.ts';

/** Reads `[[time, open, high, low, close, volume], …]`. */
export const parseJsonBars = (text: string): RawBars => {
  const raw = new RawBars();
  const rows = parse(text, raw);
  if (rows === null) return raw;
  for (const row of rows) addRow(raw, row);

  return raw;
};

const parse = (text: string, raw: RawBars): readonly unknown[] | null => {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
    raw.broken = 'the JSON is no array of bars [time, open, high, low, close, volume]';
  } catch (error) {
    raw.broken = `it is no whole JSON text: ${error instanceof Error ? error.message : String(error)}`;
  }

  return null;
};

const addRow = (raw: RawBars, row: unknown): void => {
  const text = JSON.stringify(row) ?? 'undefined';
  if (!Array.isArray(row) || row.length !== COLUMN_NAMES.length) {
    return raw.addUnreadable(text, `it should be an array of ${COLUMN_NAMES.length} numbers`);
  }
  const values = row.map(readNumber);
  const bad = values.findIndex(value => !Number.isFinite(value));
  if (bad !== -1) {
    return raw.addUnreadable(text, `${COLUMN_NAMES[bad]} is ${JSON.stringify(row[bad])} and should be a number`);
  }
  count(raw.priceDigits, Math.max(...values.slice(1, 5).map(value => countDigits(String(value)))));
  count(raw.quantityDigits, countDigits(String(values[5])));
  raw.columns.add(Float64Array.from(values));
};

const readNumber = (value: unknown): number => {
  if (typeof value === 'number') return value;

  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
};

const count = (counts: Int32Array, digits: number): void => {
  counts[digits] = (counts[digits] ?? 0) + 1;
};
