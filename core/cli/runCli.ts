import {readFileSync} from 'node:fs';
import {quote, UsageError} from '../config/problems.ts';
import {describeError} from './describeError.ts';
import {EXIT} from './exitCodes.ts';
import {DATA_DIR, Flags, PORT} from './Flags.ts';
import {overview, verbHelp} from './help.ts';
import {type Io, printLine} from './Io.ts';
import {unknownName} from './unknownName.ts';
import type {Verb} from './Verb.ts';
import {VERBS} from './verbs/index.ts';

/** Runs one command line, which is all that stands after `ogz`; resolves to the exit code. */
export const runCli = async (argv: readonly string[], io: Io): Promise<number> => {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    const {text, exitCode} = describeError(error);
    printLine(io.stderr, text);

    return exitCode;
  }
};

const dispatch = async ([name, ...args]: readonly string[], io: Io): Promise<number> => {
  if (name === undefined) {
    printLine(io.stderr, await overview());
    return EXIT.usage;
  }
  if (name === '--version') return print(io, versionOf());
  if (name === 'help' || name === '--help') {
    const [topic] = args;
    return print(io, topic === undefined ? await overview() : verbHelp(await loadVerb(topic)));
  }
  const verb = await loadVerb(name);
  if (args.includes('--help')) return print(io, verbHelp(verb));

  return verb.run({flags: checkedFlags(verb, args), args, io});
};

const print = (io: Io, text: string): number => {
  printLine(io.stdout, text);

  return EXIT.ok;
};

const loadVerb = (name: string): Promise<Verb> => {
  const load = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (load !== undefined) return load();

  throw unknownName('verb', name, [...Object.keys(VERBS), 'help']);
};

/** Scripts may give the data directory and the port to every verb, also to one that needs neither. */
const checkedFlags = (verb: Verb, args: readonly string[]): Flags => {
  const flags = new Flags(args, [...verb.flags, DATA_DIR, PORT]);
  const stranger = flags.words[verb.mostWords ?? 0];
  if (stranger !== undefined) {
    throw new UsageError(`Unexpected argument ${quote(stranger)}. Usage: ogz ${verb.usage.join(' | ogz ')}`);
  }

  return flags;
};

const versionOf = (): string => {
  const {version} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };

  return version;
};
