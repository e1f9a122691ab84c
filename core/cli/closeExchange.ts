import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {findLockHolder} from '../runtime/findLockHolder.ts';

/** Where a bot keeps the exchange that it has started. */
export const exchangeDirectory = (dataDir: string): string => join(dataDir, 'exchange');

/** Process of the data directory's exchange, or null where none runs. */
export const exchangePid = (dataDir: string): number | null => {
  const holder = findLockHolder(exchangeDirectory(dataDir));

  return holder?.isAlive === true ? holder.pid : null;
};

const LOOK_EVERY_MS = 50;

/** Asks the exchange to close and waits; false when it still runs after so long. */
export const closeExchange = async (dataDir: string, withinMs: number): Promise<boolean> => {
  const pid = exchangePid(dataDir);
  if (pid === null) return true;
  process.kill(pid, 'SIGTERM');
  for (const end = performance.now() + withinMs; performance.now() < end; await pause(LOOK_EVERY_MS))
    if (exchangePid(dataDir) !== pid) return true;

  return false;
};
