import {join} from 'node:path';
import {type LockHolder, readLock} from './lock/lockFile.ts';
import {isAlive} from './processIdentity.ts';

/** Who has the lock of a data directory, and whether that process still runs; null where nobody has. Throws on a lock file of strangers. */
export const findLockHolder = (directory: string): (LockHolder & {readonly isAlive: boolean}) | null => {
  const lock = readLock(join(directory, 'bot.lock'));

  return lock === undefined ? null : {...lock, isAlive: isAlive(lock)};
};
