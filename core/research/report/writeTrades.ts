import {writeFileSync} from 'node:fs';
import type {TradeRecord} from './TradeBook.ts';

/** Columns of the CSV, in their order; times are ISO 8601 UTC, money is decimal text. */
const COLUMNS = [
  'symbol',
  'side',
  'strategy',
  'entryTime',
  'exitTime',
  'quantity',
  'entryPrice',
  'exitPrice',
  'grossPnl',
  'fees',
  'netPnl',
  'exitReason',
  'barsHeld',
  'favorableExcursion',
  'adverseExcursion',
  'stop',
  'target',
  'confidence',
  'regime',
  'entryCode',
  'entryReason',
] as const satisfies readonly (keyof TradeRecord)[];

/** The trades as CSV after RFC 4180, with a header line. */
export const tradesCsv = (trades: readonly TradeRecord[]): string =>
  [COLUMNS.join(','), ...trades.map(trade => COLUMNS.map(column => cellOf(trade, column)).join(','))]
    .map(line => `${line}\r\n`)
    .join('');

const cellOf = (trade: TradeRecord, column: (typeof COLUMNS)[number]): string => {
  const isTime = column === 'entryTime' || column === 'exitTime';
  const text = isTime ? new Date(trade[column]).toISOString() : String(trade[column] ?? '');

  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const isTradesPath = (path: string): boolean => /\.(csv|json)$/.test(path);

/** Writes `.csv` or `.json`. @throws RangeError on any other ending. */
export const writeTrades = (path: string, trades: readonly TradeRecord[]): void => {
  if (!isTradesPath(path)) throw new RangeError(`Trades go to a file that ends in .csv or .json, not "${path}".`);
  writeFileSync(path, path.endsWith('.csv') ? tradesCsv(trades) : `${JSON.stringify(trades, null, 2)}\n`);
};
