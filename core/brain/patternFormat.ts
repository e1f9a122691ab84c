import {isUsableCandle} from './isUsableCandle.ts';
import {SHAPE_LENGTH} from './encodePattern.ts';
import type {PatternMemorySnapshot} from './PatternMemorySystem.ts';

/** Rises when a shape's features mean something else, so that old distances would be wrong. */
export const PATTERN_FORMAT = 1;

/** What `data/pattern-memory.json` holds. */
export type PatternFile = {
  readonly format: typeof PATTERN_FORMAT;
  /** Journal whose fold this is: its lines up to `memory.seq`. */
  readonly journal: string;
  readonly memory: PatternMemorySnapshot;
  /** Proof that the file can be written and read; never matched against. */
  readonly selfTest: readonly number[] | null;
};

type Read<T> = ({readonly ok: true} & T) | {readonly ok: false; readonly problem: string};

type Fields = Readonly<Record<string, unknown>>;

/** Checks a parsed memory file. The problem names the first thing that is wrong and what would be right. */
export const readPatternFile = (value: unknown): Read<{readonly file: PatternFile}> => {
  if (!isFields(value)) return wrong('the file', value, 'an object');
  const {format, journal, memory, selfTest = null} = value;
  if (format !== PATTERN_FORMAT) return wrong('format', format, `${PATTERN_FORMAT}`);
  if (typeof journal !== 'string') return wrong('journal', journal, 'the id of a journal');
  if (selfTest !== null && !isShape(selfTest)) return wrong('selfTest', selfTest, `${SHAPE_LENGTH} numbers or null`);
  const read = readPatternMemory(memory);

  return read.ok ? {ok: true, file: {format, journal, memory: read.memory, selfTest}} : read;
};

/** Checks a parsed memory snapshot. */
export const readPatternMemory = (value: unknown): Read<{readonly memory: PatternMemorySnapshot}> => {
  if (!isFields(value)) return wrong('memory', value, 'an object');
  const {seq, markets} = value;
  if (!isCount(seq)) return wrong('memory.seq', seq, 'a whole number from 0');
  if (!Array.isArray(markets)) return wrong('memory.markets', markets, 'a list');
  for (const [index, market] of markets.entries()) {
    const problem = marketProblem(market);
    if (problem !== null) return wrong(`memory.markets[${index}].${problem.field}`, problem.value, problem.expected);
  }

  // Every field has been checked above.
  return {ok: true, memory: value as PatternMemorySnapshot};
};

type Problem = {readonly field: string; readonly value: unknown; readonly expected: string};

const marketProblem = (market: unknown): Problem | null => {
  if (!isFields(market)) return {field: '', value: market, expected: 'an object'};
  if (typeof market['symbol'] !== 'string') return {field: 'symbol', value: market['symbol'], expected: 'a symbol'};

  for (const [list, isEntry, expected] of LISTS) {
    const entries = market[list];
    if (!Array.isArray(entries)) return {field: list, value: entries, expected: 'a list'};
    const index = entries.findIndex(entry => !isFields(entry) || !isEntry(entry));
    if (index !== -1) return {field: `${list}[${index}]`, value: entries[index], expected};
  }

  return null;
};

const isCandle = (entry: Fields): boolean => {
  const {time, open, high, low, close, volume} = entry;
  if (!isNumber(time) || !isNumber(open) || !isNumber(high) || !isNumber(low)) return false;

  return isNumber(close) && isNumber(volume) && isUsableCandle({time, open, high, low, close, volume});
};

const isRemembered = ({time, close, unit, move, shape}: Fields): boolean =>
  isNumber(time) && isNumber(close) && isNumber(unit) && (move === null || isNumber(move)) && isShape(shape);

const isEntered = ({decision, time, shape}: Fields): boolean => isCount(decision) && isNumber(time) && isShape(shape);

const isOutcome = (entry: Fields): boolean =>
  isEntered(entry) &&
  (entry['side'] === 'buy' || entry['side'] === 'sell') &&
  typeof entry['netPnl'] === 'string' &&
  DECIMAL_TEXT.test(entry['netPnl']);

const DECIMAL_TEXT = /^-?\d+(\.\d{1,12})?$/;

const LISTS: readonly [string, (entry: Fields) => boolean, string][] = [
  ['window', isCandle, 'a candle'],
  ['shapes', isRemembered, `{time, close, unit, move, shape of ${SHAPE_LENGTH} numbers}`],
  ['pending', isEntered, '{decision, time, shape}'],
  ['outcomes', isOutcome, '{decision, time, shape, side, netPnl}'],
];

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isShape = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length === SHAPE_LENGTH && value.every(isNumber);

/** Longest part of a wrong value that an error repeats. */
const SHOWN = 80;

const wrong = (field: string, value: unknown, expected: string): {ok: false; problem: string} => ({
  ok: false,
  problem: `${field} is "${String(JSON.stringify(value)).slice(0, SHOWN)}"; expected ${expected}.`,
});
