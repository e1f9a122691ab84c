import {type BarColumns, COLUMN_NAMES} from './BarColumns.ts';

const SAMPLE_ROWS = 2_000;
const GOOD_SHARE = 0.98;

type Order = readonly number[];

const permutations = (items: readonly number[]): Order[] =>
  items.length === 0
    ? [[]]
    : items.flatMap(item => permutations(items.filter(other => other !== item)).map(rest => [item, ...rest]));

/** Where open, high, low, close and volume may stand, among the columns after the time. */
const ORDERS = permutations([1, 2, 3, 4, 5]);

/**
 * Finds the order of columns in which the rows make sense, when the given one does not: low and high enclose the rest, and an
 * open goes on from the close before. Returns the names as they stand in the file, or null when no order fits.
 */
export const guessColumns = (columns: BarColumns): readonly string[] | null => {
  const rows = sampleRows(columns);
  let best: {order: Order; jumps: number} | null = null;
  for (const order of ORDERS) {
    const jumps = fit(columns, rows, order);
    if (jumps !== null && (best === null || jumps < best.jumps)) best = {order, jumps};
  }
  if (best === null) return null;
  const {order} = best;

  return COLUMN_NAMES.map((name, place) => (place === 0 ? name : (COLUMN_NAMES[order.indexOf(place) + 1] ?? name)));
};

/** Pairs of rows that follow each other, spread over the file. */
const sampleRows = (columns: BarColumns): readonly number[] => {
  const step = Math.max(1, Math.floor(columns.rows / SAMPLE_ROWS));

  return Array.from({length: Math.floor((columns.rows - 1) / step)}, (_, index) => index * step);
};

/** Sum of the jumps between bars, relative to the price, or null when too many rows contradict the order. */
const fit = (columns: BarColumns, rows: readonly number[], order: Order): number | null => {
  const [open = 1, high = 2, low = 3, close = 4, volume = 5] = order;
  let bad = 0;
  let jumps = 0;
  for (const row of rows) {
    const top = Math.max(columns.at(open, row), columns.at(close, row));
    const bottom = Math.min(columns.at(open, row), columns.at(close, row));
    if (!(columns.at(low, row) <= bottom && top <= columns.at(high, row) && columns.at(volume, row) >= 0)) bad += 1;
    const isAscending = columns.at(0, row + 1) > columns.at(0, row);
    const [before, after] = isAscending ? [row, row + 1] : [row + 1, row];
    jumps += Math.abs(columns.at(open, after) - columns.at(close, before)) / (columns.at(high, row) || 1) || 0;
  }

  return bad > rows.length * (1 - GOOD_SHARE) ? null : jumps;
};
