import {createHash, randomBytes, timingSafeEqual} from 'node:crypto';
import {chmodSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

/** 32 random bytes as text; nobody guesses that, so the right token needs no limit on wrong ones. */
const TOKEN_BYTES = 32;
const SHORTEST = 32;

export const operatorTokenPath = (dataDir: string): string => join(dataDir, 'secrets', 'operator-token');

/** Reads the operator token, or makes one at the first start; only its owner can read the file. Throws RangeError on one that could be guessed. */
export const operatorToken = (dataDir: string): {readonly token: string; readonly isNew: boolean} => {
  const path = operatorTokenPath(dataDir);
  const known = readToken(path);
  if (known !== null && known.length < SHORTEST) throw new RangeError(tooShort(path, known.length));
  if (known !== null) return {token: known, isNew: false};
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  mkdirSync(dirname(path), {recursive: true, mode: 0o700});
  writeFileSync(path, `${token}\n`, {mode: 0o600});
  chmodSync(path, 0o600);

  return {token, isNew: true};
};

const tooShort = (path: string, length: number): string =>
  `The operator token in "${path}" has ${length} characters, at least ${SHORTEST} are needed. Delete the file: the next start writes a good one.`;

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
