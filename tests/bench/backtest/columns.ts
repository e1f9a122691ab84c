import type {BarColumns} from '../../../core/runtime/data/BarColumns.ts';
import {at} from '../../../indicators/cells/at.ts';

/** Indicators over whole columns at a time, as a vectorised backtest has them: the formulas of `indicators/`, without its objects. */

export type Bars = {
  readonly rows: number;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
};

export const barsOf = (columns: BarColumns): Bars => ({
  rows: columns.rows,
  open: columns.column(1),
  high: columns.column(2),
  low: columns.column(3),
  close: columns.column(4),
  volume: columns.column(5),
});

/** A running mean of `values` from `first` on: plain over the first `period`, then with a fixed weight. */
const smooth = (values: Float64Array, {first, period, weight}: {first: number; period: number; weight: number}) => {
  const result = new Float64Array(values.length).fill(Number.NaN);
  let mean = 0;
  for (let row = first; row < values.length; row += 1) {
    const taken = row - first;
    mean += (taken < period ? 1 / (taken + 1) : weight) * (at(values, row) - mean);
    if (taken >= period - 1) result[row] = mean;
  }

  return result;
};

const wilder = (values: Float64Array, first: number, period: number): Float64Array =>
  smooth(values, {first, period, weight: 1 / period});

export const ema = ({close, rows}: Bars, period: number): Float64Array =>
  smooth(close.subarray(0, rows), {first: 0, period, weight: 2 / (period + 1)});

const trueRange = ({high, low, close, rows}: Bars): Float64Array => {
  const result = new Float64Array(rows);
  for (let row = 1; row < rows; row += 1) {
    const before = at(close, row - 1);
    const top = at(high, row);
    const bottom = at(low, row);
    result[row] = (top > before ? top : before) - (bottom < before ? bottom : before);
  }

  return result;
};

export const atr = (bars: Bars, period: number): Float64Array => wilder(trueRange(bars), 1, period);

export const rsi = ({close, rows}: Bars, period: number): Float64Array => {
  const rises = new Float64Array(rows);
  const falls = new Float64Array(rows);
  for (let row = 1; row < rows; row += 1) {
    const change = at(close, row) - at(close, row - 1);
    const rise = (Math.abs(change) + change) / 2;
    rises[row] = rise;
    falls[row] = rise - change;
  }
  const gains = wilder(rises, 1, period);
  const losses = wilder(falls, 1, period);
  for (let row = 0; row < rows; row += 1) {
    const gain = at(gains, row);
    const total = gain + at(losses, row);
    gains[row] = total === 0 ? 50 : (100 * gain) / total;
  }

  return gains;
};

const directionalMoves = ({high, low, rows}: Bars) => {
  const ups = new Float64Array(rows);
  const downs = new Float64Array(rows);
  for (let row = 1; row < rows; row += 1) {
    const up = at(high, row) - at(high, row - 1);
    const down = at(low, row - 1) - at(low, row);
    ups[row] = up > down && up > 0 ? up : 0;
    downs[row] = down > up && down > 0 ? down : 0;
  }

  return {ups, downs};
};

export const adx = (bars: Bars, period: number): Float64Array => {
  const {ups, downs} = directionalMoves(bars);
  const ranges = wilder(trueRange(bars), 1, period);
  const plus = wilder(ups, 1, period);
  const minus = wilder(downs, 1, period);
  for (let row = 1; row < bars.rows; row += 1) {
    const range = at(ranges, row);
    const [rising, falling] = [percentOf(range, at(plus, row)), percentOf(range, at(minus, row))];
    ranges[row] = percentOf(rising + falling, Math.abs(rising - falling));
  }

  return wilder(ranges, period, period);
};

const percentOf = (whole: number, part: number): number => (whole === 0 ? 0 : (100 * part) / whole);
