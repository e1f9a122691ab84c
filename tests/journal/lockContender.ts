import {createInterface} from 'node:readline';
import {DataDirectoryLock, DataDirectoryLocked} from '../../core/runtime/DataDirectoryLock.ts';

/** A process that takes and drops a data directory's lock at its parent's word: `take <directory>`, `drop`. */
const [port] = process.argv.slice(2);
let lock: DataDirectoryLock | undefined;

const take = (directory: string): string => {
  try {
    lock = DataDirectoryLock.acquire({directory, port: Number(port), since: 1_700_000_000_000});

    return `held ${process.pid}`;
  } catch (error) {
    if (error instanceof DataDirectoryLocked) return `locked by ${error.holder.pid}`;
    throw error;
  }
};

const drop = (): string => {
  lock?.release();
  lock = undefined;

  return 'dropped';
};

for await (const line of createInterface({input: process.stdin})) {
  const [word, directory = ''] = line.split(' ');
  process.stdout.write(`${word === 'take' ? take(directory) : drop()}\n`);
}
