import {readFileSync} from 'node:fs';
import type {ExchangeEvent} from '../engine/events.ts';
import type {ExchangePast} from '../engine/restoreState.ts';
import type {TapeCandle} from '../tape/CandleSeries.ts';
import {decodeLine, type StateLine} from './StateLine.ts';

/** What an exchange left behind when it ended, however it ended. */
export type SavedState = ExchangePast & {
  readonly incarnation: number;
  readonly seed: number;
  readonly symbols: readonly string[];
  /** Market time of the last thing that is known, ms UTC. */
  readonly time: number;
  /** Wall clock at the last mark, ms UTC. */
  readonly at: number;
  readonly minutes: ReadonlyMap<string, readonly TapeCandle[]>;
};

/** A file that is no state of an exchange, or of another version, or damaged before its end. */
export class StateUnreadable extends Error {
  override readonly name = 'StateUnreadable';
}

/** Minutes of each market that a restart keeps: more than any client is given at once. */
const MAX_MINUTES = 1_500;

/** The state in the file, or null where there is none. A torn last line is left out: nobody was told of it. */
export const readState = (path: string): SavedState | null => {
  const lines = linesOf(path);

  return lines === null ? null : fold(path, lines);
};

const linesOf = (path: string): readonly StateLine[] | null => {
  const text = textOf(path);
  if (text === null) return null;
  const rows = text.split('\n');
  // What follows the last line feed is nothing, or a line that was cut while it was written.
  rows.pop();

  return rows.map((row, index) => read(path, row, index + 1));
};

const read = (path: string, row: string, number: number): StateLine => {
  try {
    return decodeLine(row);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new StateUnreadable(
      `The exchange's state "${path}" is damaged in line ${number}. Move the file away to begin with a new account.`,
    );
  }
};

const textOf = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
};

const fold = (path: string, lines: readonly StateLine[]): SavedState | null => {
  const opened = lines.findLast(line => line.type === 'opened');
  const mark = lines.findLast(line => line.type === 'mark');
  if (opened?.version !== 1)
    throw new StateUnreadable(
      `"${path}" is not the state of a simulated exchange of this version. Name another folder.`,
    );
  // It ended before it had opened.
  if (mark === undefined) return null;
  const events = lines.flatMap(line => (line.type === 'event' ? [line.event] : []));

  return {
    incarnation: opened.incarnation,
    seed: opened.seed,
    symbols: opened.symbols,
    events: essential(events),
    lastTrades: mark.lastTrades,
    time: Math.max(mark.time, ...events.slice(-1).map(timeOf)),
    at: mark.at,
    minutes: minutesOf(lines),
  };
};

const timeOf = (event: ExchangeEvent): number => {
  if (event.type === 'execution') return event.execution.time;

  return 'time' in event ? event.time : 0;
};

/** Of each order its first and its last state, every execution, every deposit, and of each balance and switch the last. */
export const essential = (events: readonly ExchangeEvent[]): readonly ExchangeEvent[] => {
  const last = new Map(events.map((event, index) => [keyOf(event), index]));
  const seen = new Set<string>();

  return events.filter((event, index) => {
    const key = keyOf(event);
    const isFirst = event.type === 'order' && !seen.has(key);
    seen.add(key);

    return isFirst || last.get(key) === index;
  });
};

/** Events of which the later one says all that the earlier one did have the same key. */
const keyOf = (event: ExchangeEvent): string => {
  switch (event.type) {
    case 'order':
      return `order ${event.order.id}`;
    case 'execution':
      return `execution ${event.execution.id}`;
    case 'balance':
      return event.executionId === null
        ? `deposit ${event.account} ${event.asset} ${event.time} ${event.balance}`
        : `balance ${event.account} ${event.asset}`;
    case 'deadMan':
      return `deadMan ${event.account}`;
    default:
      return event.type;
  }
};

const minutesOf = (lines: readonly StateLine[]): ReadonlyMap<string, readonly TapeCandle[]> => {
  const minutes = new Map<string, TapeCandle[]>();
  for (const line of lines) {
    if (line.type !== 'minute') continue;
    const list = minutes.get(line.symbol) ?? [];
    list.push(line.candle);
    minutes.set(line.symbol, list);
  }

  return new Map([...minutes].map(([symbol, list]) => [symbol, list.slice(-MAX_MINUTES)]));
};
