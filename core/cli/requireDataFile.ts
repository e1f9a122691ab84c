import {statSync} from 'node:fs';
import {resolve} from 'node:path';
import {Failure} from './Failure.ts';

/** Absolute path of a data file. Throws a Failure where it is missing or a folder. */
export const requireDataFile = (path: string, cwd: string): string => {
  const absolute = resolve(cwd, path);
  const found = statSync(absolute, {throwIfNoEntry: false});
  if (found === undefined) throw new Failure(`Data file "${path}" is not there.`);
  if (found.isDirectory()) throw new Failure(`"${path}" is a folder. Name one file of bars in it.`);

  return absolute;
};
