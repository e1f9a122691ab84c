import type {Candle} from '../../domain/Candle.ts';

/** Order of the columns in the shared format. */
export const COLUMN_NAMES = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;
/** Rows that one file may have. */
export const MAX_ROWS = 20_000_000;

const FIRST_CAPACITY = 4_096;
const WIDTH = COLUMN_NAMES.length;

/** Bars column by column, as they stand in a file; what could not be read is NaN. */
export class BarColumns {
  rows: number;
  #capacity: number;
  #columns: readonly Float64Array[];

  /** Empty, or on columns that hold `rows` bars already; nothing is copied. */
  constructor(columns: readonly Float64Array[] = COLUMN_NAMES.map(() => new Float64Array(FIRST_CAPACITY)), rows = 0) {
    this.rows = rows;
    this.#columns = columns;
    this.#capacity = columns[0]?.length ?? 0;
  }

  /** Adds six fields in the file's order. Throws RangeError beyond MAX_ROWS. */
  add(fields: Float64Array): void {
    if (this.rows === this.#capacity) this.#grow();
    for (let index = 0; index < WIDTH; index++) this.column(index)[this.rows] = fields[index] ?? Number.NaN;
    this.rows += 1;
  }

  /** One column with room behind the last row, by its place in the file. */
  column(index: number): Float64Array {
    const column = this.#columns[index];
    if (column === undefined) throw new RangeError(`No column ${index}: bars have ${WIDTH}.`);

    return column;
  }

  /** One value; NaN beyond the last row. */
  at(column: number, row: number): number {
    return row < this.rows ? (this.#columns[column]?.[row] ?? Number.NaN) : Number.NaN;
  }

  /** The rows from `first` up to but not including `end`, on the same memory. */
  slice(first: number, end: number): BarColumns {
    return new BarColumns(
      this.#columns.map(column => column.subarray(first, end)),
      end - first,
    );
  }

  /** One bar; of NaN beyond the last row. */
  candle(row: number): Candle {
    if (row >= this.rows) return NO_BAR;
    const columns = this.#columns;

    return {
      time: cell(columns[0], row),
      open: cell(columns[1], row),
      high: cell(columns[2], row),
      low: cell(columns[3], row),
      close: cell(columns[4], row),
      volume: cell(columns[5], row),
    };
  }

  #grow(): void {
    if (this.#capacity >= MAX_ROWS) throw new RangeError(`More than ${MAX_ROWS} rows. Split the file.`);
    this.#capacity = Math.min(MAX_ROWS, Math.max(FIRST_CAPACITY, this.#capacity * 2));
    this.#columns = this.#columns.map(old => {
      const column = new Float64Array(this.#capacity);
      column.set(old);
      return column;
    });
  }
}

const NO_BAR: Candle = {
  time: Number.NaN,
  open: Number.NaN,
  high: Number.NaN,
  low: Number.NaN,
  close: Number.NaN,
  volume: Number.NaN,
};

const cell = (column: Float64Array | undefined, row: number): number => column?.[row] ?? Number.NaN;
