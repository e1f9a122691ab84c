import {UsageError} from '../../config/problems.ts';
import {TIMEFRAMES} from '../../domain/Candle.ts';
import {inform} from '../data/inform.ts';
import {OUT, resampleFile} from '../data/resampleFile.ts';
import {REFERENCE, TIMEFRAME} from '../data/diagnose.ts';
import {verify} from '../data/verify.ts';
import type {ExitCode} from '../exitCodes.ts';
import {JSON_FLAG} from '../Flags.ts';
import {unknownName} from '../unknownName.ts';
import type {Invocation, Verb} from '../Verb.ts';

const ACTIONS: Readonly<Record<string, (files: readonly string[], invocation: Invocation) => Promise<ExitCode>>> = {
  verify,
  info: inform,
  resample: resampleFile,
};

const MOST_FILES = 1_000;

/** Looks at files of bars: are they sound, what is in them, and the same bars in a coarser timeframe. */
export const data: Verb = {
  name: 'data',
  summary: 'Verifies files of bars, tells what is in them, or makes coarser bars of them.',
  usage: [
    'data verify FILE... [--reference FILE] [--json]',
    'data info FILE... [--json]',
    `data resample FILE --timeframe ${TIMEFRAMES.slice(1).join('|')} [--out FILE]`,
  ],
  flags: [TIMEFRAME, REFERENCE, OUT, JSON_FLAG],
  mostWords: MOST_FILES + 1,
  run(invocation) {
    const [name, ...files] = invocation.flags.words;
    const action = name !== undefined && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined) throw unknownAction(name);
    if (files.length === 0)
      throw new UsageError(`ogz data ${name ?? ''} needs a file. Usage: ogz ${data.usage.join(' | ogz ')}`);

    return action(files, invocation);
  },
};

const unknownAction = (name: string | undefined): UsageError => {
  const known = Object.keys(ACTIONS);
  if (name !== undefined) return unknownName('word after data', name, known);

  return new UsageError(`ogz data needs a word after it: ${known.join(', ')}.`);
};
