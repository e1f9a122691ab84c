import {setTimeout as pause} from 'node:timers/promises';
import {findLockHolder} from '../../runtime/findLockHolder.ts';
import {IDLE_MINUTES} from '../../../brokers/simulator/client/launchExchange.ts';
import {closeExchange, exchangePid} from '../closeExchange.ts';
import {EXIT} from '../exitCodes.ts';
import {Failure} from '../Failure.ts';
import {findPlace} from '../findPlace.ts';
import {DATA_DIR, type Flag, JSON_FLAG} from '../Flags.ts';
import {duration} from '../format.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import type {Verb} from '../Verb.ts';

const WAIT: Flag = {name: '--wait', value: 'SECONDS', about: 'how long to wait for its end (default: 30)'};

const EXCHANGE: Flag = {name: '--exchange', value: null, about: 'close the exchange that kraken-sim started, too'};

const DEFAULT_WAIT_S = 30;
const LONGEST_WAIT_S = 3_600;
const LOOK_EVERY_MS = 50;

/** Asks the bot of a data directory to stop and waits until it has: its journal closes first. */
export const stop: Verb = {
  name: 'stop',
  summary: 'Stops the bot of a data directory and waits until it has closed its journal.',
  usage: ['stop', 'stop --data-dir data --wait 60', 'stop --exchange'],
  flags: [DATA_DIR, WAIT, EXCHANGE, JSON_FLAG],
  async run({flags, io}) {
    const seconds = flags.wholeNumber(WAIT, {least: 1, most: LONGEST_WAIT_S}) ?? DEFAULT_WAIT_S;
    const {dataDir} = findPlace(flags, io);
    const holder = findLockHolder(dataDir);
    const tell = teller(flags.has(JSON_FLAG), io);
    const close = (): Promise<void> => endExchange(dataDir, {io, isWanted: flags.has(EXCHANGE), ms: seconds * 1_000});
    if (holder?.isAlive !== true) {
      tell({stopped: false, pid: null}, `No bot runs on data directory "${dataDir}"; there is nothing to stop.`);
      await close();
      return EXIT.ok;
    }

    const {pid} = holder;
    printLine(io.stderr, `Asking process ${pid} to stop ...`);
    const begin = io.now();
    process.kill(pid, 'SIGTERM');
    if (!(await endsWithin(dataDir, {pid, ms: seconds * 1_000, now: io.now}))) throw stillRuns(pid, seconds);
    tell({stopped: true, pid}, `Process ${pid} has stopped after ${duration(io.now() - begin)}.`);
    await close();

    return EXIT.ok;
  },
};

/** The exchange of kraken-sim goes on without a bot, as a real one does, unless it is to close as well. */
const endExchange = async (
  dataDir: string,
  {io, isWanted, ms}: {readonly io: Io; readonly isWanted: boolean; readonly ms: number},
): Promise<void> => {
  const pid = exchangePid(dataDir);
  if (pid === null) return;
  if (!isWanted) {
    const advice = `closes by itself after ${IDLE_MINUTES} minutes without a bot; ogz stop --exchange closes it now`;
    return printLine(
      io.stderr,
      `Its simulated exchange (process ${pid}) goes on, and ${advice}. It keeps its account.`,
    );
  }
  if (!(await closeExchange(dataDir, ms))) throw stillRuns(pid, ms / 1_000);
  printLine(io.stderr, `The simulated exchange (process ${pid}) has closed and keeps its account.`);
};

const teller =
  (isJson: boolean, io: Io) =>
  (result: {readonly stopped: boolean; readonly pid: number | null}, text: string): void =>
    isJson ? printJson(io, result) : printLine(io.stdout, text);

type Patience = {readonly pid: number; readonly ms: number; readonly now: () => number};

const endsWithin = async (dataDir: string, {pid, ms, now}: Patience): Promise<boolean> => {
  const end = now() + ms;
  while (now() < end) {
    const holder = findLockHolder(dataDir);
    if (holder?.pid !== pid || !holder.isAlive) return true;
    await pause(LOOK_EVERY_MS);
  }

  return false;
};

const stillRuns = (pid: number, seconds: number): Failure =>
  new Failure(
    `Process ${pid} was asked to stop and still runs after ${seconds} s. Wait longer with --wait, or end it with: kill -9 ${pid}. The journal survives that.`,
  );
