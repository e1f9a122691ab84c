import {existsSync, readFileSync} from 'node:fs';
import {type PatternFile, readPatternFile} from '../brain/patternFormat.ts';

export type Peeked =
  | {readonly status: 'absent'}
  | {readonly status: 'ready'; readonly file: PatternFile}
  | {readonly status: 'unreadable'; readonly problem: string};

/** Reads and checks a pattern memory file without setting a bad one aside, which is the bot's to do. */
export const peekPatternFile = (path: string): Peeked => {
  if (!existsSync(path)) return {status: 'absent'};
  try {
    const read = readPatternFile(JSON.parse(readFileSync(path, 'utf8')));

    return read.ok ? {status: 'ready', file: read.file} : {status: 'unreadable', problem: read.problem};
  } catch (error) {
    return {status: 'unreadable', problem: `${error instanceof Error ? error.message : String(error)}.`};
  }
};
