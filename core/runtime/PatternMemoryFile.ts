import {linkSync, mkdirSync, readFileSync, rmSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {PATTERN_FORMAT, type PatternFile, readPatternFile} from '../brain/patternFormat.ts';
import type {PatternMemorySnapshot} from '../brain/PatternMemorySystem.ts';
import {writeAtomically} from './writeAtomically.ts';
import {hasCode} from './hasCode.ts';

/** What was found. `keptAs` is where the bad bytes are now; null when the file could not even be read and was left alone. */
export type PatternFileStatus =
  | {readonly status: 'absent'}
  | {readonly status: 'ready'; readonly file: PatternFile}
  | {readonly status: 'unreadable'; readonly problem: string; readonly keptAs: string | null};

/** Copies of bad files with the same time in their name, at most. */
const MOST_COPIES = 100;

/** Keeps pattern memory on disk between two runs; a file that it cannot read is set aside and never overwritten. */
export class PatternMemoryFile {
  /** Absolute, for the log: it says where memory really is. */
  readonly path: string;
  #selfTest: PatternFile['selfTest'] = null;
  #isBarred = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.path = resolve(path);
  }

  /** Reads and checks the file; `now` (ms UTC) names the copy of a bad one. Throws only when a bad file cannot be set aside. */
  read(now: number): PatternFileStatus {
    const text = readText(this.path);
    if (text === null) return {status: 'absent'};
    if ('problem' in text) {
      this.#isBarred = true;

      return {status: 'unreadable', problem: text.problem, keptAs: null};
    }
    const parsed = parse(text.text);
    const read = 'problem' in parsed ? {ok: false as const, problem: parsed.problem} : readPatternFile(parsed.value);
    if (!read.ok) return {status: 'unreadable', problem: read.problem, keptAs: setAside(this.path, now)};

    this.#selfTest = read.file.selfTest;

    return {status: 'ready', file: read.file};
  }

  /** Writes the memory of this journal, one write after the other. Rejects when the disk refuses, or `read` could not look at what is there. */
  write(journal: string, memory: PatternMemorySnapshot): Promise<void> {
    if (this.#isBarred) return Promise.reject(new Error(`"${this.path}" could not be read, so it is not overwritten.`));
    const text = formatPatternFile({format: PATTERN_FORMAT, journal, memory, selfTest: this.#selfTest});
    mkdirSync(dirname(this.path), {recursive: true});
    const replace = (): Promise<void> => writeAtomically(this.path, text);
    this.#writing = this.#writing.then(replace, replace);

    return this.#writing;
  }
}

/** The file's text. */
export const formatPatternFile = (file: PatternFile): string => `${JSON.stringify(file)}\n`;

const readText = (path: string): {readonly text: string} | {readonly problem: string} | null => {
  try {
    return {text: readFileSync(path, 'utf8')};
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;

    return {problem: messageOf(error)};
  }
};

const parse = (text: string): {readonly value: unknown} | {readonly problem: string} => {
  try {
    return {value: JSON.parse(text)};
  } catch (error) {
    return {problem: `not JSON: ${messageOf(error)}`};
  }
};

/** Moves the file to a name that is free; a link fails where a rename would overwrite. */
const setAside = (path: string, now: number): string => {
  const time = new Date(now).toISOString().replaceAll(':', '-');
  for (let copy = 0; copy < MOST_COPIES; copy += 1) {
    const kept = `${path}.corrupt-${time}${copy === 0 ? '' : `-${copy}`}`;
    if (!linkTo(path, kept)) continue;
    rmSync(path);

    return kept;
  }

  throw new Error(
    `"${path}" is unreadable and ${MOST_COPIES} copies named .corrupt-${time} are there: move some away.`,
  );
};

const linkTo = (path: string, kept: string): boolean => {
  try {
    linkSync(path, kept);

    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
