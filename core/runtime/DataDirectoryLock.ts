import {randomBytes} from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import {join} from 'node:path';
import {isAlive, thisProcess} from './processIdentity.ts';
import type {ProcessIdentity} from './processIdentity.ts';

/** Who holds a data directory; `since` is in ms UTC. */
export type LockHolder = ProcessIdentity & {readonly since: number; readonly port: number};

/** Another bot runs on this data directory: the caller exits with 75. */
export class DataDirectoryLocked extends Error {
  readonly holder: LockHolder;

  constructor(directory: string, holder: LockHolder) {
    const {pid, since, port} = holder;
    super(
      `Data directory "${directory}" is in use by process ${pid} since ${new Date(since).toISOString()}, ` +
        `its page is http://127.0.0.1:${port}. Stop that bot first, or give this one another --data-dir.`,
    );
    this.name = 'DataDirectoryLocked';
    this.holder = holder;
  }
}

type LockRequest = {
  readonly directory: string;
  readonly port: number;
  /** Now, in ms UTC. */
  readonly since: number;
};

/**
 * Holds `<directory>/bot.lock` for this process, because two bots on one journal would be two truths.
 *
 * The file appears whole and exclusively by link(2). The lock of a dead process (no such pid, a zombie, or a pid that
 * another process has by now) is taken over by rename(2), and the right to do that is itself such a lock, named for the
 * dead one's token: of any number of processes that see the same dead lock one replaces it, and one that comes late
 * finds another token there and starts again. It holds among processes of one machine that see each other's pids,
 * not across containers or network file systems.
 */
export class DataDirectoryLock {
  readonly #path: string;
  readonly #token: string;

  private constructor(path: string, token: string) {
    this.#path = path;
    this.#token = token;
  }

  /** Throws DataDirectoryLocked, naming the holder. */
  static acquire({directory, port, since}: LockRequest): DataDirectoryLock {
    mkdirSync(directory, {recursive: true});
    const path = join(directory, 'bot.lock');
    const record: LockRecord = {...thisProcess(), since, port, token: randomBytes(8).toString('hex')};
    const draft = `${path}.${record.token}.draft`;
    writeDurably(draft, `${JSON.stringify(record)}\n`);
    try {
      seize(path, {directory, draft});
    } finally {
      rmSync(draft, {force: true});
    }

    return new DataDirectoryLock(path, record.token);
  }

  /** Tells who asks which port it became, where a free one was taken. */
  announce(port: number): void {
    const held = readLock(this.#path);
    if (held === undefined || held.token !== this.#token || held.port === port) return;
    const draft = `${this.#path}.${this.#token}.port`;
    writeDurably(draft, `${JSON.stringify({...held, port})}\n`);
    renameSync(draft, this.#path);
  }

  /** Lets the next bot in; does nothing when the lock is not ours any more. */
  release(): void {
    if (readLock(this.#path)?.token === this.#token) rmSync(this.#path, {force: true});
  }
}

export type LockRecord = LockHolder & {readonly token: string};
type Draft = {readonly directory: string; readonly draft: string};

/** A dead lock is replaced at most this often before we give up; more means that the directory is not ours to reason about. */
const MOST_ATTEMPTS = 100;

const seize = (path: string, draft: Draft): void => {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    if (linkExclusively(draft.draft, path)) return;
    const held = readLock(path);
    if (held === undefined) continue;
    if (isAlive(held)) throw new DataDirectoryLocked(draft.directory, held);
    if (replaceDead(path, held, draft)) return;
  }
  throw new Error(`Lock file "${path}" changed ${MOST_ATTEMPTS} times while this process tried to take it.`);
};

/** Only who holds the dead lock's own lock may replace it, and only while it is still the one found dead. */
const replaceDead = (path: string, dead: LockRecord, draft: Draft): boolean => {
  const permit = `${join(draft.directory, 'bot.lock')}.${dead.token}`;
  seize(permit, draft);
  try {
    if (readLock(path)?.token !== dead.token) return false;
    const copy = `${draft.draft}.${dead.token}`;
    linkSync(draft.draft, copy);
    renameSync(copy, path);

    return true;
  } finally {
    rmSync(permit, {force: true});
  }
};

const linkExclusively = (from: string, to: string): boolean => {
  try {
    linkSync(from, to);

    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
};

/** The lock as it stands on disk, of whomever; throws where the file is not one of ours. */
export const readLock = (path: string): LockRecord | undefined => {
  try {
    return parseLock(path, readFileSync(path, 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};

const parseLock = (path: string, text: string): LockRecord => {
  const match = LOCK.exec(text);
  if (match !== null) return JSON.parse(text);

  throw new Error(
    `Lock file "${path}" is not one of ours: "${text.slice(0, 80)}". If no bot runs on this directory, delete the file.`,
  );
};

const LOCK = /^\{"pid":\d+,"started":"[^"]*","since":\d+,"port":\d+,"token":"[0-9a-f]{16}"\}\n$/;

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

const writeDurably = (path: string, text: string): void => {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};
