import {readFileSync} from 'node:fs';
import {type Problem, quote} from './problems.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export type ReadSecret = {readonly value: string | null; readonly problems: readonly Problem[]};

/** A secret from the variable of this name, or from the file that the variable `NAME_FILE` names. No error text holds it. */
export const readSecret = (env: Variables, name: string): ReadSecret => {
  const [file, direct] = [env[`${name}_FILE`] ?? '', env[name] ?? ''];
  if (file !== '' && direct !== '') {
    return {value: null, problems: [{path: `${name}_FILE`, text: `${name} is set as well. Keep one of them.`}]};
  }
  const read = file === '' ? direct : readFile(file, `${name}_FILE`);
  if (typeof read !== 'string') return {value: null, problems: [read]};

  return {value: read === '' ? null : read, problems: []};
};

const readFile = (path: string, variable: string): string | Problem => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {path: variable, text: `${quote(path)} cannot be read: ${reason}.`};
  }
};
