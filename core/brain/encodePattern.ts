import type {Candle} from '../domain/Candle.ts';
import {roundToGrid} from './roundToGrid.ts';

/** Closed bars that one shape looks at. */
export const SHAPE_BARS = 16;

/** Look-backs of the path features, in bars. */
const LOOK_BACKS = [15, 1, 4, 8, 2, 6, 3, 12] as const;

/** Features of one shape: the path, and what `describeWindow` and `describeLastBars` add; a multiple of four. */
export const SHAPE_LENGTH = LOOK_BACKS.length + 8;

/** Where in a shape the path's features begin; they come last. */
export const PATH_START = SHAPE_LENGTH - LOOK_BACKS.length;

/** No feature counts more than so many units: one wild bar must not be all that a shape is. */
const FEATURE_LIMIT = 4;

/**
 * Writes the scale-free shape of the last `SHAPE_BARS` candles (oldest first) to `target` from `offset` on and returns the
 * unit, the mean true range of the window in price units; 0 for a window that never moved, whose shape is all zeros.
 *
 * Distances are in units of that mean range, so the same shape at ten times the price is the same vector. A path seen
 * upside down (p -> c - p) negates every directed feature, swaps the two wicks and keeps range and volume.
 */
export const encodePattern = (window: readonly Candle[], target: Float64Array, offset = 0): number => {
  const unit = meanTrueRange(window);
  target.fill(0, offset, offset + SHAPE_LENGTH);
  if (!(unit > 0) || !Number.isFinite(unit)) return 0;

  // What differs most between shapes comes first: a search for neighbours sees early that most are far away.
  const shape = [...describeWindow(window), ...describeLastBars(window, unit), ...describePath(window, unit)];
  shape.forEach((feature, index) => {
    target[offset + index] = limited(feature);
  });

  return unit;
};

/** The move over each look-back; a random walk spreads with the square root of time, so that is divided out. */
const describePath = (window: readonly Candle[], unit: number): number[] => {
  const last = barAt(window, 0);

  return LOOK_BACKS.map(bars => (last.close - barAt(window, bars).close) / (unit * Math.sqrt(bars)));
};

/** Bodies of the last two bars, both wicks and the range of the last. */
const describeLastBars = (window: readonly Candle[], unit: number): number[] => {
  const last = barAt(window, 0);
  const before = barAt(window, 1);

  return [
    (last.close - last.open) / unit,
    (before.close - before.open) / unit,
    (last.high - Math.max(last.open, last.close)) / unit,
    (Math.min(last.open, last.close) - last.low) / unit,
    (last.high - last.low) / unit - 1,
  ];
};

/** Volume of the last bar against the mean, place of the close in the window's range (-1..1), straightness of the path (-1..1). */
const describeWindow = (window: readonly Candle[]): number[] => {
  const last = barAt(window, 0);
  const high = window.reduce((highest, candle) => Math.max(highest, candle.high), last.high);
  const low = window.reduce((lowest, candle) => Math.min(lowest, candle.low), last.low);
  const volume = window.reduce((total, candle) => total + candle.volume, 0) / window.length;
  const travelled = sumOverPairs(window, (before, candle) => Math.abs(candle.close - before.close));
  const moved = last.close - barAt(window, window.length - 1).close;

  return [
    volume > 0 ? last.volume / volume - 1 : 0,
    high > low ? (2 * last.close - high - low) / (high - low) : 0,
    travelled > 0 ? moved / travelled : 0,
  ];
};

const meanTrueRange = (window: readonly Candle[]): number =>
  sumOverPairs(window, (before, {high, low}) => Math.max(high, before.close) - Math.min(low, before.close)) /
  (window.length - 1);

const sumOverPairs = (window: readonly Candle[], measure: (before: Candle, candle: Candle) => number): number => {
  let sum = 0;
  for (let age = window.length - 2; age >= 0; age -= 1) sum += measure(barAt(window, age + 1), barAt(window, age));

  return sum;
};

/** The candle of `age` bars ago. */
const barAt = (window: readonly Candle[], age: number): Candle => {
  const candle = window[window.length - 1 - age];
  if (candle !== undefined) return candle;

  throw new RangeError(`A shape needs ${SHAPE_BARS} candles, got ${window.length}.`);
};

const limited = (feature: number): number => {
  const clamped = Math.max(-FEATURE_LIMIT, Math.min(FEATURE_LIMIT, feature));

  return Number.isFinite(clamped) ? roundToGrid(clamped) : 0;
};
