import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

/** Bytes of the heap that are still reachable. */
export const liveHeap = (): number => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collect === 'function') collect();

  return process.memoryUsage().heapUsed;
};
