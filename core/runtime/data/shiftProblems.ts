import type {Candle} from '../../domain/Candle.ts';
import {type BarFile, type BarProblem, candlesOf} from './BarFile.ts';

const HOUR_MS = 3_600_000;
/** Bars found in both files that a verdict needs, and the share of them that must agree. */
const MIN_MATCHES = 20;
const MIN_SHARE = 0.5;

/** The four prices in no particular order, so that a file with its columns mixed up can still be recognised. */
const fingerprint = ({open, high, low, close}: Candle): string =>
  [open, high, low, close].sort((a, b) => a - b).join('|');

/**
 * Finds a clock that is wrong throughout: bars an hour or eight late lie on the grid and look sound by themselves, so
 * only the same bars elsewhere can show it.
 */
export const shiftProblems = (
  columns: BarFile['columns'],
  reference: Iterable<Candle> | undefined,
): readonly BarProblem[] => {
  if (reference === undefined) return [];
  const {shift, matches, total} = commonestShift(candlesOf(columns), reference);
  if (shift === 0 || total < MIN_MATCHES || matches < total * MIN_SHARE) return [];
  const size = `${Math.abs(shift) / HOUR_MS} h ${shift > 0 ? 'late' : 'early'}`;
  const message = `times are ${size} against the reference in ${matches} of ${total} bars found in both: subtract ${shift} ms, or write UTC at the source`;

  return [{code: 'zone', severity: 'error', line: null, count: matches, message}];
};

const commonestShift = (candles: Iterable<Candle>, reference: Iterable<Candle>) => {
  const known = new Map<string, number>();
  for (const candle of reference) known.set(fingerprint(candle), candle.time);
  const shifts = new Map<number, number>();
  let total = 0;
  for (const candle of candles) {
    const time = known.get(fingerprint(candle));
    if (time === undefined) continue;
    total += 1;
    shifts.set(candle.time - time, (shifts.get(candle.time - time) ?? 0) + 1);
  }
  const [shift, matches] = [...shifts].sort((a, b) => b[1] - a[1])[0] ?? [0, 0];

  return {shift, matches, total};
};
