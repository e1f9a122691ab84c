import {existsSync} from 'node:fs';
import {join, resolve} from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** Folder of the real market data beside the checkout; `OGZ_SHARED_DATA` names another place. */
export const SHARED_DATA = process.env['OGZ_SHARED_DATA'] ?? join(ROOT, '../shared/data');

/** Absolute path of one file of the real data. */
export const sharedFile = (...parts: string[]): string => join(SHARED_DATA, ...parts);

/** True where the real data is there; in CI its absence is an error, elsewhere the tests on it are skipped with a line. */
export const hasSharedData = (): boolean => {
  if (existsSync(SHARED_DATA)) return true;
  if (process.env['CI'] !== undefined) throw new Error(`Real market data expected at "${SHARED_DATA}" in CI.`);
  process.stderr.write(`skipped: tests on real market data, because "${SHARED_DATA}" is not there\n`);

  return false;
};
