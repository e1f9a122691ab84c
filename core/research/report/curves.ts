import type {EquityPoint} from './EquityBook.ts';

const DAY_MS = 86_400_000;

/** One fall from a peak; `recovered` is null while it lasts. */
export type Drawdown = {
  readonly depth: number;
  readonly peak: number;
  readonly trough: number;
  readonly recovered: number | null;
};

/** Share by which each point lies below the highest point before it, 0..1. */
export const underwater = (points: readonly EquityPoint[]): readonly number[] => {
  let peak = Number.NEGATIVE_INFINITY;

  return points.map(({equity}) => {
    peak = Math.max(peak, equity);
    return peak > 0 ? 1 - equity / peak : 0;
  });
};

/** The deepest falls from a peak, deepest first; each ends with the recovery of its peak. */
export const topDrawdowns = (points: readonly EquityPoint[], count: number): readonly Drawdown[] => {
  const [first] = points;
  if (first === undefined) return [];
  const all: Drawdown[] = [];
  let peak = first;
  let trough = first;
  const close = (recovered: number | null): void => {
    if (trough.equity < peak.equity) {
      all.push({depth: 1 - trough.equity / peak.equity, peak: peak.time, trough: trough.time, recovered});
    }
  };
  for (const point of points) {
    if (point.equity >= peak.equity) {
      close(point.time);
      peak = point;
      trough = point;
    }
    if (point.equity < trough.equity) trough = point;
  }
  close(null);

  return all.sort((a, b) => b.depth - a.depth).slice(0, count);
};

/** Equity at the end of every UTC day that has a bar. */
export const dailyEquity = (points: readonly EquityPoint[]): readonly EquityPoint[] => {
  const days = new Map<number, EquityPoint>();
  // A bar that closes at midnight belongs to the day that ends then.
  for (const point of points) days.set(Math.floor((point.time - 1) / DAY_MS), point);

  return [...days.values()];
};

/** Returns from `opening` on, one for each point. */
export const returnsOf = (points: readonly EquityPoint[], opening: number): number[] => {
  let before = opening;

  return points.map(({equity}) => {
    const value = equity / before - 1;
    before = equity;
    return value;
  });
};

/** Return of one calendar year (UTC) and of each of its months; null where nothing was traded. */
export type YearRow = {readonly year: number; readonly months: readonly (number | null)[]; readonly total: number};

export const monthlyReturns = (points: readonly EquityPoint[], opening: number): readonly YearRow[] => {
  const rows = new Map<number, {months: (number | null)[]; begin: number; end: number}>();
  let before = opening;
  for (const [index, point] of points.entries()) {
    const date = new Date(point.time - 1);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    const row = rows.get(year) ?? {months: Array<number | null>(12).fill(null), begin: before, end: before};
    rows.set(year, row);
    const next = points[index + 1];
    const nextDate = next === undefined ? null : new Date(next.time - 1);
    row.end = point.equity;
    if (nextDate?.getUTCFullYear() === year && nextDate.getUTCMonth() === month) continue;
    row.months[month] = point.equity / before - 1;
    before = point.equity;
  }

  return [...rows].map(([year, {months, begin, end}]) => ({year, months, total: end / begin - 1}));
};

/** What the opening cash is worth when it is put evenly into all markets at their first close, pays one fee and waits. */
export const buyAndHold = (
  points: readonly EquityPoint[],
  {opening, fee}: {opening: number; fee: number},
): readonly number[] => points.map(({held}) => (opening / (1 + fee)) * held);
