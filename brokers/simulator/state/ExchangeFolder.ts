import {mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {DataDirectoryLock, DataDirectoryLocked} from '../../../core/runtime/DataDirectoryLock.ts';
import {writeAtomicallySync} from '../../../core/runtime/writeAtomically.ts';
import type {Credentials} from '../dialects/kraken/Keys.ts';

/** Where a simulated exchange listens, and the key of its demo account: worth nothing anywhere else, and nobody else's business. */
export type ExchangePlace = Credentials & {
  readonly restUrl: string;
  readonly pid: number;
  /** Who answers there with another one is somebody else. */
  readonly instance: string;
};

/** Another process runs the exchange of this folder. */
export class ExchangeRuns extends Error {
  override readonly name = 'ExchangeRuns';

  constructor(directory: string, pid: number) {
    super(`The exchange of "${directory}" is already open in process ${pid}. Stop that one, or name another folder.`);
  }
}

const placePath = (directory: string): string => join(directory, 'connection.json');

/** Where the folder's exchange was last, whether it still runs or not; null where there never was one. */
export const readPlace = (directory: string): ExchangePlace | null => {
  try {
    return JSON.parse(readFileSync(placePath(directory), 'utf8')) as ExchangePlace;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
};

/** The folder of an exchange that outlives its process: its state, its key and address, and the lock that keeps a second one out. */
export class ExchangeFolder {
  readonly stateFile: string;
  /** The key that this folder's exchange had before, or null. */
  readonly credentials: Credentials | null;
  readonly #directory: string;
  readonly #lock: DataDirectoryLock;

  /** @throws ExchangeRuns. */
  constructor(directory: string, now: number) {
    mkdirSync(directory, {recursive: true, mode: 0o700});
    this.#directory = directory;
    this.#lock = lock(directory, now);
    this.stateFile = join(directory, 'exchange.ndjson');
    this.credentials = readPlace(directory);
  }

  /** Tells those who may read the folder where the exchange is. */
  announce({restUrl, apiKey, apiSecret, instance}: Omit<ExchangePlace, 'pid'>): void {
    const place: ExchangePlace = {restUrl, apiKey, apiSecret, instance, pid: process.pid};
    writeAtomicallySync(placePath(this.#directory), `${JSON.stringify(place)}\n`);
  }

  close(): void {
    this.#lock.release();
  }
}

const lock = (directory: string, since: number): DataDirectoryLock => {
  try {
    return DataDirectoryLock.acquire({directory, port: 0, since});
  } catch (error) {
    if (error instanceof DataDirectoryLocked) throw new ExchangeRuns(directory, error.holder.pid);
    throw error;
  }
};
