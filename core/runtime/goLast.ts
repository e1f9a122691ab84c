import {setPriority} from 'node:os';

const NICE = 10;

/** Lets a bot on the same machine go first: what calls this has time. On Linux a priority belongs to the thread that sets it. */
export const goLast = (): void => {
  if (process.platform === 'linux') setPriority(NICE);
};
