import {UsageError} from '../../config/problems.ts';
import {TIMEFRAMES} from '../../domain/Candle.ts';
import {COLUMNS, DROP, EXCHANGE, importFile, REST_URL, UTC_OFFSET} from '../data/importFile.ts';
import {inform} from '../data/inform.ts';
import {list} from '../data/list.ts';
import {OUT, resampleFile} from '../data/resampleFile.ts';
import {REFERENCE, TIMEFRAME} from '../data/diagnose.ts';
import {verify} from '../data/verify.ts';
import type {ExitCode} from '../exitCodes.ts';
import {DATA_DIR, JSON_FLAG} from '../Flags.ts';
import {FROM, SYMBOL, TO} from '../runFlags.ts';
import {unknownName} from '../unknownName.ts';
import type {Invocation, Verb} from '../Verb.ts';

type Action = {
  readonly run: (files: readonly string[], invocation: Invocation) => Promise<ExitCode>;
  readonly needsFiles: boolean;
};

const ACTIONS: Readonly<Record<string, Action>> = {
  import: {run: importFile, needsFiles: true},
  fetch: {
    run: async (files, invocation) => (await import('../data/fetchBars.ts')).fetchBars(files, invocation),
    needsFiles: false,
  },
  list: {run: list, needsFiles: false},
  verify: {run: verify, needsFiles: true},
  info: {run: inform, needsFiles: true},
  resample: {run: resampleFile, needsFiles: true},
};

const MOST_FILES = 1_000;

/** Brings bars into the house and looks at them: are they sound, what is in them, and the same bars in a coarser timeframe. */
export const data: Verb = {
  name: 'data',
  summary: 'Imports, fetches, lists and verifies files of bars, or makes coarser bars of them.',
  usage: [
    'data import FILE [--symbol BTC/USD] [--exchange NAME] [--utc-offset +08:00] [--drop nulls,duplicates] [--json]',
    'data fetch --exchange kraken --symbol BTC/USD --timeframe 1h --from 2026-01-01 [--to TIME] [--json]',
    'data list [--json]',
    'data verify FILE... [--reference FILE] [--json]',
    'data info FILE... [--json]',
    `data resample FILE --timeframe ${TIMEFRAMES.slice(1).join('|')} [--out FILE]`,
  ],
  flags: [
    SYMBOL,
    TIMEFRAME,
    EXCHANGE,
    FROM,
    TO,
    REST_URL,
    COLUMNS,
    UTC_OFFSET,
    DROP,
    REFERENCE,
    OUT,
    DATA_DIR,
    JSON_FLAG,
  ],
  mostWords: MOST_FILES + 1,
  run(invocation) {
    const [name, ...files] = invocation.flags.words;
    const action = name !== undefined && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined) throw unknownAction(name);
    if (action.needsFiles && files.length === 0)
      throw new UsageError(`ogz data ${name ?? ''} needs a file. Usage: ogz ${data.usage.join(' | ogz ')}`);

    return action.run(files, invocation);
  },
};

const unknownAction = (name: string | undefined): UsageError => {
  const known = Object.keys(ACTIONS);
  if (name !== undefined) return unknownName('word after data', name, known);

  return new UsageError(`ogz data needs a word after it: ${known.join(', ')}.`);
};
