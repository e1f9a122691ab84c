import {closeSync, fsyncSync, openSync, renameSync, writeFileSync} from 'node:fs';
import {open, rename} from 'node:fs/promises';
import {dirname} from 'node:path';

/** Only the owner may read what the bot knows. */
const MODE = 0o600;

/** Replaces the file as a whole: after a crash at any moment it holds the old text or the new one, durably. */
export const writeAtomically = async (path: string, text: string | Uint8Array): Promise<void> => {
  const draft = draftOf(path);
  const file = await open(draft, 'w', MODE);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  const directory = await open(dirname(path), 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
};

/** The same for code that cannot wait; it blocks the thread for as long as the disk takes. */
export const writeAtomicallySync = (path: string, text: string): void => {
  const draft = draftOf(path);
  withFile(draft, 'w', file => {
    writeFileSync(file, text);
    fsyncSync(file);
  });
  renameSync(draft, path);
  withFile(dirname(path), 'r', fsyncSync);
};

const draftOf = (path: string): string => `${path}.${process.pid}.draft`;

const withFile = (path: string, flags: string, use: (file: number) => void): void => {
  const file = openSync(path, flags, MODE);
  try {
    use(file);
  } finally {
    closeSync(file);
  }
};
