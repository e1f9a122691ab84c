import {Random} from '../../../brokers/simulator/flow/Random.ts';
import {type BarSet, beginAt} from './BarSet.ts';
import {dateText, type Finding} from './Finding.ts';
import type {Decided, Row, Subject} from './Subject.ts';

type Options = {
  readonly subject: Subject;
  readonly set: BarSet;
  readonly times: readonly number[];
  readonly reference: Decided;
  /** How many other beginnings are tried. */
  readonly starts: number;
  /** Bars that the strategy may rightly remember; data too short to forget them tells nothing. */
  readonly memoryBars: number;
  readonly seed: number;
  readonly onRun?: () => void;
};

export type WarmupResult = {
  /** Least number of bars after which no decision depended on where the data began; null when that did not end. */
  readonly warmup: number | null;
  readonly findings: readonly Finding[];
};

/** Where other beginnings lie, as shares of the data. */
const EARLIEST = 0.02;
const LATEST = 0.3;

/** Share of a run, at its end, that must be free of differences before its warm-up counts as over. */
const SETTLED_SHARE = 0.2;

/** Finds the smallest warm-up: begins the data elsewhere and looks for the last decision that differs. */
export const checkWarmup = (options: Options): WarmupResult => {
  const {times, starts, seed} = options;
  const random = new Random(`warmup ${seed}`);
  const results = Array.from({length: starts}, () => {
    const index = Math.floor(times.length * random.between(EARLIEST, LATEST));
    return measureFrom(options, times[index] ?? 0);
  });
  const unsettled = results.flatMap(({finding}) => finding ?? []);
  const warmup = unsettled.length > 0 ? null : Math.max(0, ...results.map(({bars}) => bars));

  return {warmup, findings: isLongEnough(options) ? unsettled : []};
};

/** Whether the shortest run has room to forget all that came before it, and then to show it. */
const isLongEnough = ({times, memoryBars}: Options): boolean =>
  times.length * (1 - LATEST) * (1 - SETTLED_SHARE) > memoryBars;

const measureFrom = (
  {subject, set, reference, onRun}: Options,
  start: number,
): {bars: number; finding: Finding | null} => {
  const rows = reference.rows.filter(({time}) => time >= start);
  const other = subject.decide(beginAt(set, start)).rows;
  onRun?.();
  const first = new Map<string, number>();
  for (const {symbol, bar} of rows) if (!first.has(symbol)) first.set(symbol, bar);
  const last = rows.findLastIndex((row, index) => row.action !== other[index]?.action);
  const row = rows[last];
  if (row === undefined) return {bars: 0, finding: null};
  const bars = rows
    .slice(0, last + 1)
    .reduce((most, each) => Math.max(most, each.bar - (first.get(each.symbol) ?? 0) + 1), 0);
  const isSettled = last < rows.length * (1 - SETTLED_SHARE);

  return {bars, finding: isSettled ? null : findingOf(row, other[last], start)};
};

const findingOf = (row: Row, other: Row | undefined, start: number): Finding => {
  const {reason} = row.action === 'hold' && other !== undefined ? other : row;
  const expression = `${reason.subject} (${reason.code})`;

  return {
    check: 'warmup',
    symbol: row.symbol,
    bar: row.bar,
    time: row.time,
    expression,
    message: `Bar ${row.bar} of ${row.symbol} (${dateText(row.time)}): ${row.action} by "${expression}", but ${other?.action ?? 'nothing'} when the data begins at ${dateText(start)}. The warm-up did not end within the data: give more bars, or the strategy depends on where the data begins.`,
  };
};
