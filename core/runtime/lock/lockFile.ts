import {closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeSync} from 'node:fs';
import type {ProcessIdentity} from '../processIdentity.ts';
import {hasCode} from '../hasCode.ts';

/** Who holds a lock; `since` is in ms UTC. */
export type LockHolder = ProcessIdentity & {readonly since: number; readonly port: number};

export type LockRecord = LockHolder & {readonly token: string};

type Claim = {
  /** Beginning of the names of all that is made on the way. */
  readonly base: string;
  /** A file that holds our record already, and that is ours alone. */
  readonly draft: string;
  /** True when a lock that stands may be replaced. */
  readonly isGone: (held: LockRecord) => boolean;
};

/** A lock that somebody has; the caller says in its own words what that means. */
export class LockTaken extends Error {
  override readonly name = 'LockTaken';
  readonly holder: LockRecord;

  constructor(path: string, holder: LockRecord) {
    super(`Lock file "${path}" is held by process ${holder.pid}.`);
    this.holder = holder;
  }
}

/** A dead lock is replaced at most this often before we give up; more means that the place is not ours to reason about. */
const MOST_ATTEMPTS = 100;

/**
 * Makes a lock file whole and exclusively by link(2), or throws LockTaken.
 *
 * A lock that is gone is taken over by rename(2), and the right to do that is itself such a lock, named for the gone one's
 * token: of any number of processes that see the same gone lock one replaces it, and one that comes late finds another
 * token there and starts again.
 */
export const seizeLock = (path: string, claim: Claim): void => {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    if (linkExclusively(claim.draft, path)) return;
    const held = readLock(path);
    if (held === undefined) continue;
    if (!claim.isGone(held)) throw new LockTaken(path, held);
    if (replaceGone(path, held, claim)) return;
  }
  throw new Error(`Lock file "${path}" changed ${MOST_ATTEMPTS} times while this process tried to take it.`);
};

/** Removes a lock that still has this token; nobody can replace it meanwhile. */
export const dropLock = (path: string, token: string, claim: Claim): void => {
  if (readLock(path)?.token !== token) return;
  withPermit(token, claim, () => {
    if (readLock(path)?.token === token) rmSync(path, {force: true});
  });
};

/** Only who holds the gone lock's own lock may replace it, and only while it is still the one found gone. */
const replaceGone = (path: string, gone: LockRecord, claim: Claim): boolean =>
  withPermit(gone.token, claim, () => {
    if (readLock(path)?.token !== gone.token) return false;
    const copy = `${claim.draft}.${gone.token}`;
    linkSync(claim.draft, copy);
    renameSync(copy, path);

    return true;
  });

const withPermit = <Result>(token: string, claim: Claim, act: () => Result): Result => {
  const permit = `${claim.base}.${token}`;
  seizeLock(permit, claim);
  try {
    return act();
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
    // Below a file there is no lock either.
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
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

export const writeDurably = (path: string, text: string): void => {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};
