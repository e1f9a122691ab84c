import {randomBytes} from 'node:crypto';
import {mkdirSync, renameSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {type LockHolder, type LockRecord, LockTaken, readLock, seizeLock, writeDurably} from './lock/lockFile.ts';
import {isAlive, thisProcess} from './processIdentity.ts';

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
 * The lock of a dead process (no such pid, a zombie, or a pid that another process has by now) is taken over. It holds among
 * processes of one machine that see each other's pids, not across containers or network file systems.
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
      seizeLock(path, {base: path, draft, isGone: held => !isAlive(held)});
    } catch (error) {
      if (error instanceof LockTaken) throw new DataDirectoryLocked(directory, error.holder);
      throw error;
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
