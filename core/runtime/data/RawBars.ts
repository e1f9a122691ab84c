import {BarColumns, COLUMN_NAMES} from './BarColumns.ts';

const MAX_EXAMPLES = 5;
const MAX_TEXT = 80;
/** Finer digits than any exchange's: the noise of a float sum. */
const MAX_DIGITS = 8;

/** A row that is no bar: what stood there, and why not. */
export type Unreadable = {readonly line: number; readonly text: string; readonly reason: string};

/** What a parser found before anybody judged it. */
export class RawBars {
  readonly columns = new BarColumns();
  readonly priceDigits = new Int32Array(32);
  readonly quantityDigits = new Int32Array(32);
  readonly unreadable: Unreadable[] = [];
  unreadableCount = 0;
  header: string | null = null;
  /** Why nothing could be parsed at all, in words that an operator can act on. */
  broken: string | null = null;

  /** Line of a row, from 1. */
  line(row: number): number {
    return row + (this.header === null ? 1 : 2);
  }

  addUnreadable(text: string, reason: string): void {
    const line = this.line(this.columns.rows);
    this.unreadableCount += 1;
    if (this.unreadable.length < MAX_EXAMPLES) this.unreadable.push({line, text: text.slice(0, MAX_TEXT), reason});
    this.columns.add(BLANK);
  }
}

const BLANK = new Float64Array(COLUMN_NAMES.length).fill(Number.NaN);

/** The finest decimal place that at least one row in a thousand needs: single rows carry the noise of float sums. */
export const finestDigits = (counts: Int32Array): number => {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  let needing = 0;
  for (let digits = MAX_DIGITS; digits > 0; digits--) {
    needing += counts[digits] ?? 0;
    if (needing * 1_000 >= rows && needing > 0) return digits;
  }

  return 0;
};

/** Digits behind the point of a number as it is written. */
export const countDigits = (text: string): number => {
  const point = text.indexOf('.');

  return point === -1 ? 0 : Math.min(31, text.length - point - 1);
};
