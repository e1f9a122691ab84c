import {spawn} from 'node:child_process';
import {closeSync, mkdirSync, openSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {VenueUnreachable} from '../../net/VenueError.ts';

/** The exchange that a folder is to have. */
export type ExchangeWish = {
  readonly directory: string;
  /** Market time per real time; null takes what there is. */
  readonly speed: number | null;
  readonly seed: number;
  /** What a new account owns, in the quote currency of all markets. */
  readonly cash: string;
  readonly symbols: readonly string[];
};

/** Slow enough that a decision can be followed with the eye, fast enough that something happens. */
export const DEFAULT_EXCHANGE_SPEED = 10;
/** Enough for the lowest fees of the schedule: at the highest ones hardly any strategy here finds a target worth its costs. */
const TRADED_BEFORE = '10000000';
/** Without anybody there it closes by itself after so long. */
export const IDLE_MINUTES = 10;

const CLI = resolve(import.meta.dirname, '../../../core/cli.ts');
const UP_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 25;

/**
 * Starts the exchange in a process and session of its own, so that neither our end nor a Ctrl-C is its end, and asks
 * `find` until it is there.
 * @throws VenueUnreachable with its last words.
 */
export const launchExchange = async <Found>(wish: ExchangeWish, find: () => Promise<Found | null>): Promise<Found> => {
  mkdirSync(wish.directory, {recursive: true, mode: 0o700});
  const logPath = join(wish.directory, 'exchange.log');
  const log = openSync(logPath, 'w', 0o600);
  const child = spawn(process.execPath, [CLI, ...argumentsOf(wish)], {
    cwd: wish.directory,
    detached: true,
    // Nothing of our environment is its business, least of all a secret.
    env: {},
    stdio: ['ignore', 'ignore', log],
  });
  closeSync(log);
  child.unref();
  let hasEnded = false;
  child.once('exit', () => (hasEnded = true));
  child.once('error', () => (hasEnded = true));
  for (const end = performance.now() + UP_WITHIN_MS; performance.now() < end; await pause(LOOK_EVERY_MS)) {
    const found = await find();
    if (found !== null) return found;
    if (hasEnded) throw new VenueUnreachable(`The simulated exchange could not be started. ${lastWords(logPath)}`);
  }
  throw new VenueUnreachable(`The simulated exchange is not up after ${UP_WITHIN_MS} ms. ${lastWords(logPath)}`);
};

const argumentsOf = ({directory, speed, seed, cash, symbols}: ExchangeWish): readonly string[] => [
  'simulator',
  ...['--state', directory],
  ...['--speed', String(speed ?? DEFAULT_EXCHANGE_SPEED)],
  ...['--seed', String(seed)],
  ...['--cash', cash],
  ...['--volume', TRADED_BEFORE],
  ...(symbols.length === 0 ? [] : ['--symbols', symbols.join(',')]),
  ...['--idle-minutes', String(IDLE_MINUTES)],
  '--json',
];

const lastWords = (path: string): string => `It said: ${readFileSync(path, 'utf8').trim().slice(-400) || 'nothing'}`;
