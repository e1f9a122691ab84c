import {createHash, randomBytes, timingSafeEqual} from 'node:crypto';
import {chmodSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

const FAILURES_PER_MINUTE = 5;
const ADDRESSES = 1_000;

export const operatorTokenPath = (dataDir: string): string => join(dataDir, 'secrets', 'operator-token');

/** Reads the operator token, or makes one at the first start; only its owner can read the file. */
export const operatorToken = (dataDir: string): {readonly token: string; readonly isNew: boolean} => {
  const path = operatorTokenPath(dataDir);
  const known = readToken(path);
  if (known !== null) return {token: known, isNew: false};
  const token = randomBytes(32).toString('base64url');
  mkdirSync(dirname(path), {recursive: true, mode: 0o700});
  writeFileSync(path, `${token}\n`, {mode: 0o600});
  chmodSync(path, 0o600);

  return {token, isNew: true};
};

/** The token that an earlier start wrote, or null. */
export const readToken = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8').trim() || null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares in a time that tells nothing about where they differ. */
export const isSame = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));

/** Counts wrong tokens per address, so that nobody can guess at speed. */
export class FailureLimit {
  readonly #failures = new Map<string, {count: number; until: number}>();

  isBlocked(address: string, now: number): boolean {
    const entry = this.#failures.get(address);

    return entry !== undefined && entry.until > now && entry.count >= FAILURES_PER_MINUTE;
  }

  fail(address: string, now: number): void {
    const entry = this.#failures.get(address);
    if (entry !== undefined && entry.until > now) {
      entry.count += 1;
      return;
    }
    if (this.#failures.size >= ADDRESSES) this.#failures.clear();
    this.#failures.set(address, {count: 1, until: now + 60_000});
  }
}
