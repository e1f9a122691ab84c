import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {takeConfigFlags} from '../../core/config/flags.ts';
import {type LoadedConfig, loadConfig} from '../../core/config/loadConfig.ts';
import {ConfigProblems} from '../../core/config/problems.ts';

type Given = {args?: readonly string[]; env?: Record<string, string>; dotEnv?: string; file?: unknown};

/** Loads a configuration in a new folder with the given files in it. */
export const load = ({args = [], env = {}, dotEnv, file}: Given = {}): LoadedConfig & {cwd: string} => {
  const cwd = mkdtempSync(join(tmpdir(), 'ogz-config-'));
  if (dotEnv !== undefined) writeFileSync(join(cwd, '.env'), dotEnv);
  mkdirSync(join(cwd, 'data'));
  if (file !== undefined) {
    writeFileSync(join(cwd, 'data/config.json'), typeof file === 'string' ? file : JSON.stringify(file));
  }

  return {...loadConfig({flags: takeConfigFlags(args).assignments, env, cwd}), cwd};
};

/** The problems that loading ends with, by their path. */
export const problemsOf = (given: Given): Record<string, string> => {
  try {
    load(given);
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error;
    return Object.fromEntries(error.problems.map(({path, text}) => [path, text]));
  }

  return {};
};
