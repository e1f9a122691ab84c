import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import type {Scenario} from './Scenario.ts';

/** A failure that was found once and must never come back. */
export type StoredSeed = {
  readonly rule: string;
  readonly text: string;
  /** What made it pass, in words; null while nothing does. */
  readonly fixedBy: string | null;
  readonly scenario: Scenario;
};

const FOLDER = resolve(import.meta.dirname, '../seeds');

export const storedSeedNames = (): readonly string[] =>
  existsSync(FOLDER)
    ? readdirSync(FOLDER)
        .filter(name => name.endsWith('.json'))
        .sort()
    : [];

export const readStoredSeed = (name: string): StoredSeed => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));

/** Keeps a shrunk failure; gives the file's name. */
export const storeSeed = (stored: StoredSeed): string => {
  mkdirSync(FOLDER, {recursive: true});
  const name = `${stored.rule.toLowerCase()}-${stored.scenario.seed}.json`;
  writeFileSync(join(FOLDER, name), `${JSON.stringify(stored, null, 2)}\n`);

  return name;
};
