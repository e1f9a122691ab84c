import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {hasCode} from '../runtime/hasCode.ts';
import type {Assignment} from './flags.ts';
import {readIfThere} from './configFile.ts';
import {type Problem, quote} from './problems.ts';

/** Parameters of one strategy that passed every gate and were promoted by a person. */
export type Champion = {
  readonly strategy: string;
  readonly params: Readonly<Record<string, number>>;
  /** The study that found them. */
  readonly study: string;
};

/** Where promoted parameters lie: one file for each strategy. */
export const championsFolder = (dataDir: string): string => join(dataDir, 'tuning', 'champions');

type Reading = {readonly assignments: readonly Assignment[]; readonly problems: readonly Problem[]};

/** What champions say, as assignments that everything else in the data directory, the environment and the flags overrides. */
export const readChampions = (dataDir: string): Reading => {
  const folder = championsFolder(dataDir);
  const readings = namesIn(folder).map(name => readChampion(join(folder, name)));

  return {
    assignments: readings.flatMap(reading => ('params' in reading ? assignmentsOf(reading) : [])),
    problems: readings.flatMap(reading => ('text' in reading ? [reading] : [])),
  };
};

/** The champion in a file. */
export const readChampion = (path: string): Champion | Problem => {
  const text = readIfThere(path);
  if (text === null) return {path, text: 'is gone.'};
  if (typeof text !== 'string') return text;
  try {
    const content: unknown = JSON.parse(text);
    return isChampion(content) ? content : {path, text: `is no champion: ${quote(content)}. Remove it.`};
  } catch (error) {
    return {path, text: `is not JSON: ${error instanceof Error ? error.message : String(error)}. Remove it.`};
  }
};

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter(name => name.endsWith('.json'))
      .toSorted();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
};

const isChampion = (value: unknown): value is Champion =>
  typeof value === 'object' &&
  value !== null &&
  'strategy' in value &&
  typeof value.strategy === 'string' &&
  'study' in value &&
  typeof value.study === 'string' &&
  'params' in value &&
  typeof value.params === 'object' &&
  value.params !== null;

const assignmentsOf = ({strategy, params, study}: Champion): readonly Assignment[] =>
  Object.entries(params).map(([name, value]) => ({
    path: `brain.strategies.${strategy}.params.${name}`,
    value,
    origin: `champion of ${study}`,
  }));
