import {mkdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {VenueUnreachable} from '../../../brokers/net/VenueError.ts';
import {CONFIG_FLAGS, takeConfigFlags, unknownFlag} from '../../config/flags.ts';
import {loadConfig, type LoadedConfig} from '../../config/loadConfig.ts';
import {ConfigProblems, UsageError} from '../../config/problems.ts';
import {operatorToken} from '../../server/auth.ts';
import {BarFileRefused} from '../data/BarFile.ts';
import {DataDirectoryLock, DataDirectoryLocked} from '../DataDirectoryLock.ts';
import {headCommit} from '../headCommit.ts';
import {JournalDamaged} from '../journal/errors.ts';
import {AccountLeased} from '../lock/AccountLease.ts';
import {createLogger, type Logger} from '../log.ts';
import {registerSecret} from '../redact.ts';
import {BotProcess} from './BotProcess.ts';
import {PortInUse} from './listen.ts';
import {printSummary} from './printSummary.ts';
import {type Asked, untilStopped} from './untilStopped.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

const EXIT = {ok: 0, failed: 1, tryAgain: 75, badConfiguration: 78} as const;

/** Runs one bot until it is stopped or its market ends; the result is the exit code of DESIGN §8. */
export const startBot = async (args: readonly string[]): Promise<number> => {
  const isJson = args.includes('--json');
  try {
    const loaded = readConfiguration(args.filter(arg => arg !== '--json'));

    return await run(loaded, isJson);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    process.stderr.write(`${explain(error)}\n`);

    return exitCodeOf(error);
  }
};

const readConfiguration = (args: readonly string[]): LoadedConfig => {
  const {assignments, rest} = takeConfigFlags(args);
  const [stranger] = rest;
  if (stranger !== undefined) throw unknownFlag(stranger, [...CONFIG_FLAGS, '--json']);

  return loadConfig({flags: assignments, env: process.env, cwd: process.cwd()});
};

const run = async (loaded: LoadedConfig, isJson: boolean): Promise<number> => {
  const {config, secrets} = loaded;
  const {dataDir, logging, server} = config;
  mkdirSync(dataDir, {recursive: true});
  const lock = DataDirectoryLock.acquire({directory: dataDir, port: server.port, since: Date.now()});
  try {
    const log = createLogger({...logging, env: process.env, stdout: process.stdout, stderr: process.stderr});
    const {token, isNew} = operatorToken(dataDir);
    for (const secret of [token, secrets.loginToken]) if (secret !== null) registerSecret(secret);
    const {version} = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {version: string};
    const bot = await BotProcess.create({
      loaded,
      root: ROOT,
      version,
      commit: headCommit(),
      operatorToken: token,
      log,
    });

    const announce = (): void => lock.announce(bot.port);

    return await runToTheEnd(bot, {log, isJson, link: isNew ? token : null, loaded, announce});
  } finally {
    lock.release();
  }
};

type Session = {
  readonly log: Logger;
  readonly isJson: boolean;
  readonly link: string | null;
  readonly loaded: LoadedConfig;
  /** Writes the port into the lock, for those who look for the bot. */
  readonly announce: () => void;
};

const runToTheEnd = async (bot: BotProcess, session: Session): Promise<number> => {
  const stopping = untilStopped();
  try {
    return await runUntil(stopping.asked, bot, session);
  } finally {
    stopping.dispose();
  }
};

const runUntil = async (asked: Promise<Asked>, bot: BotProcess, session: Session): Promise<number> => {
  const {log, isJson, link, loaded, announce} = session;
  await bot.start();
  announce();
  log.info({url: bot.url, dataDir: loaded.config.dataDir}, `OGZ Prime is up: ${bot.url}`);
  greet(bot.url, link, loaded);
  process.send?.('ready');

  const outcome = await Promise.race([asked, bot.ending]);
  const reason = outcome.kind === 'asked' ? outcome.by : outcome.kind;
  if (outcome.kind === 'failed') {
    process.stderr.write(`${stoppedTrading(outcome.error)}\n`);
    await asked;
  }
  await bot.stop(reason);
  log.info({reason}, `OGZ Prime has stopped: ${reason}.`);
  if (outcome.kind === 'market ended') printSummary(bot.summary(), bot.dataset, isJson);

  return outcome.kind === 'failed' ? EXIT.failed : EXIT.ok;
};

const greet = (url: string, token: string | null, {config}: LoadedConfig): void => {
  const lines = [
    `OGZ Prime trades on paper (${config.market.venue}). Page: ${url}`,
    ...(token === null ? [] : [`Page with the kill switch armed (shown once): ${url}#token=${token}`]),
    `Pattern memory: ${join(config.dataDir, 'pattern-memory.json')}. Stop with Ctrl-C.`,
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
};

/** What the operator reads when a running bot can keep no more lines; the log may lie on the same disk. */
const stoppedTrading = (error: unknown): string =>
  [
    error instanceof Error ? error.message : String(error),
    'Trading has stopped: nothing is sent any more, /health says 503, and the page shows what is open.',
    'Free space on the disk or mend it, then stop this bot and start it again: it goes on where its journal ends.',
  ].join('\n');

const UNUSABLE: ReadonlySet<string> = new Set('EROFS EACCES EPERM ENOTDIR EISDIR EEXIST ENOENT'.split(' '));
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

const explain = (error: Error): string => {
  if (isExpected(error)) return error.message;
  const code = 'code' in error ? String(error.code) : '';
  if (UNUSABLE.has(code)) {
    return `${error.message}\nThe data directory must be a writable folder. Give another one with --data-dir, or mend this one.`;
  }
  if (FULL.has(code)) return `${error.message}\nThe disk is full: free some space, then start again. Nothing was lost.`;

  return error.stack ?? error.message;
};

/** What may be otherwise in a while. */
const PASSING = [DataDirectoryLocked, AccountLeased, PortInUse, VenueUnreachable];

const isExpected = (error: Error): boolean =>
  [...PASSING, ConfigProblems, UsageError, JournalDamaged, BarFileRefused, RangeError].some(
    kind => error instanceof kind,
  );

const exitCodeOf = (error: Error): number => {
  if (error instanceof ConfigProblems || error instanceof UsageError) return error.exitCode;
  if (PASSING.some(kind => error instanceof kind)) return EXIT.tryAgain;
  const code = 'code' in error ? String(error.code) : '';
  if (FULL.has(code)) return EXIT.tryAgain;
  // None of these becomes good by starting again, and pm2 does not restart on this code.
  const isFinal = error instanceof JournalDamaged || error instanceof BarFileRefused || error instanceof RangeError;

  return isFinal || UNUSABLE.has(code) ? EXIT.badConfiguration : EXIT.failed;
};
