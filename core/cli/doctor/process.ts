import {readdirSync, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {join} from 'node:path';
import {ConfigProblems} from '../../config/problems.ts';
import {findLockHolder} from '../../runtime/findLockHolder.ts';
import {listen, PortInUse} from '../../runtime/process/listen.ts';
import {askHealth} from '../askHealth.ts';
import {findBot} from '../findBot.ts';
import {counted, moment} from '../format.ts';
import {type Check, fail, ok, warn} from './Finding.ts';

/** The bot's process and its surroundings: configuration, lock, port, clock. */
export const configuration: Check = {
  name: 'configuration',
  look: ({config}) => {
    if (!(config instanceof Error)) return ok(`valid, ${counted(config.origins.size, 'key')} not at the default`);
    const [first] = config instanceof ConfigProblems ? config.problems : [];
    const count = config instanceof ConfigProblems ? config.problems.length : 1;
    const example = first === undefined ? config.message : `${first.path}: ${first.text}`;

    return fail(`${counted(count, 'problem')}, such as ${example}`, 'See all of them with: ogz config check');
  },
};

export const lock: Check = {
  name: 'lock',
  look: ({place: {dataDir}}) => {
    const holder = findLockHolder(dataDir);
    if (holder === null) return ok('free, no bot runs here');
    if (holder.isAlive) return ok(`held by process ${holder.pid} since ${moment(holder.since)}`);

    return warn(
      `left behind by process ${holder.pid}, which is gone: the last bot was killed`,
      'Nothing to do: the next start takes it over.',
    );
  },
};

export const port: Check = {
  name: 'port',
  look: async ({place, pid}) => {
    const {port: number, host} = place;
    if (pid !== null) {
      const {reader} = findBot(place);
      const {status} = await askHealth(reader);
      const text = `our bot answers at ${reader.url}: ${status}`;
      return status === 'ok' ? ok(text) : warn(text, 'See what is wrong with: ogz health');
    }
    const server = createServer();
    try {
      await listen(server, host, number);
      return ok(`${number} on ${host} is free`);
    } catch (error) {
      if (error instanceof PortInUse)
        return fail(`${number} on ${host} is in use by another program`, 'Choose another one with --port.');
      throw error;
    } finally {
      server.close();
    }
  },
};

const EARLIEST = Date.UTC(2025, 0, 1);
const AHEAD_MS = 120_000;

export const clock: Check = {
  name: 'clock',
  look: ({place: {dataDir}, io}) => {
    const now = io.now();
    const advice = 'Set the clock, best by NTP: venues refuse requests with a wrong time.';
    if (now < EARLIEST) return fail(`${moment(now)} cannot be`, advice);
    const newest = newestChange(dataDir);
    if (newest > now + AHEAD_MS) return warn(`${moment(now)}, and files here were written ${moment(newest)}`, advice);

    return ok(moment(now));
  },
};

const newestChange = (folder: string): number => {
  if (statSync(folder, {throwIfNoEntry: false})?.isDirectory() !== true) return 0;

  return readdirSync(folder).reduce((newest, name) => Math.max(newest, changeTime(join(folder, name))), 0);
};

/** A draft that was renamed since the folder was read is no evidence. */
const changeTime = (path: string): number => statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? 0;
