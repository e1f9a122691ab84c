import {nearest} from './nearest.ts';
import {quote, UsageError} from './problems.ts';

/** One value that a source gives to one key, still as it stood there. */
export type Assignment = {readonly path: string; readonly value: unknown; readonly origin: string};

const VALUE_FLAGS: Readonly<Record<string, string>> = {
  '--market': 'market.venue',
  '--data': 'market.dataFiles',
  '--symbol': 'market.symbols',
  '--speed': 'market.speed',
  '--timeframe': 'market.timeframe',
  '--seed': 'seed',
  '--host': 'server.host',
  '--port': 'server.port',
  '--data-dir': 'dataDir',
};

const SWITCHES: Readonly<Record<string, Assignment>> = {
  '--no-memory': {path: 'brain.patternMemory.enabled', value: 'false', origin: '--no-memory'},
};

/** Flags that configure; `--data` and `--symbol` may be given several times. */
export const CONFIG_FLAGS: readonly string[] = [...Object.keys(VALUE_FLAGS), ...Object.keys(SWITCHES), '--set'];

const REPEATABLE = new Set(['market.dataFiles', 'market.symbols']);

/**
 * Takes the configuring flags (`--port 3010`, `--port=3010`, `--set risk.maxOrderShare=0.05`) out of a command line.
 * `rest` is what it does not know, in order; the caller knows it or calls `unknownFlag`.
 * @throws UsageError when a flag lacks its value.
 */
export const takeConfigFlags = (
  args: readonly string[],
): {assignments: readonly Assignment[]; rest: readonly string[]} => {
  const assignments: Assignment[] = [];
  const rest: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [flag, inline] = splitFlag(args[index] ?? '');
    const assignment = SWITCHES[flag];
    if (assignment !== undefined && inline === null) assignments.push(assignment);
    else if (flag in VALUE_FLAGS || flag === '--set') {
      assignments.push(readFlag(flag, inline ?? valueAfter(args, index)));
      if (inline === null) index++;
    } else rest.push(args[index] ?? '');
  }

  return {assignments: joinRepeated(assignments), rest};
};

const splitFlag = (arg: string): [flag: string, inline: string | null] => {
  const sign = arg.startsWith('--') ? arg.indexOf('=') : -1;

  return sign === -1 ? [arg, null] : [arg.slice(0, sign), arg.slice(sign + 1)];
};

const valueAfter = (args: readonly string[], index: number): string => {
  const value = args[index + 1];
  if (value === undefined || value.startsWith('--')) throw new UsageError(`${args[index]} needs a value after it.`);

  return value;
};

const readFlag = (flag: string, value: string): Assignment => {
  if (flag !== '--set') return {path: VALUE_FLAGS[flag] ?? flag, value, origin: flag};
  const sign = value.indexOf('=');
  if (sign < 1) throw new UsageError(`--set wants path=value such as risk.maxOrderShare=0.05, not ${quote(value)}.`);

  return {path: value.slice(0, sign), value: value.slice(sign + 1), origin: '--set'};
};

const joinRepeated = (assignments: readonly Assignment[]): Assignment[] => {
  const joined = new Map<string, Assignment>();
  for (const assignment of assignments) {
    const before = joined.get(assignment.path);
    const isList = REPEATABLE.has(assignment.path) && before !== undefined && before.origin === assignment.origin;
    joined.delete(assignment.path);
    joined.set(assignment.path, isList ? {...assignment, value: [before.value, assignment.value].flat()} : assignment);
  }

  return [...joined.values()];
};

/** The error for a word on the command line that nobody knows; names the nearest of `known`. */
export const unknownFlag = (arg: string, known: readonly string[]): UsageError => {
  const [flag] = splitFlag(arg);
  const guess = nearest(flag, known);
  const hint = guess === null ? `Known: ${known.join(' ')}.` : `Did you mean ${guess}?`;

  return new UsageError(`Unknown ${flag.startsWith('-') ? 'flag' : 'argument'} ${quote(flag)}. ${hint}`);
};
