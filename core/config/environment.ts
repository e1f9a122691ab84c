import {readFileSync} from 'node:fs';
import type {Assignment} from './flags.ts';
import {nearest} from './nearest.ts';
import {type Problem, quote} from './problems.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that configure no key: secrets, and the places of things that only tests use. */
const OTHER_NAMES = ['OGZ_LOGIN_TOKEN', 'OGZ_LOGIN_TOKEN_FILE', 'OGZ_SHARED_DATA'];
const MIN_TOKEN_LENGTH = 16;

/** The variable of a key: `risk.maxOrderShare` is `OGZ_RISK_MAX_ORDER_SHARE`. */
export const variableOf = (path: string): string =>
  `OGZ_${path
    .replaceAll('.', '_')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()}`;

/** What the variables say of the keys in `paths`; an empty variable is as good as none. */
export const readEnvironment = (
  env: Environment,
  paths: readonly string[],
  place: string,
): {assignments: readonly Assignment[]; problems: readonly Problem[]} => {
  const pathOf = new Map(paths.map(path => [variableOf(path), path]));
  const assignments: Assignment[] = [];
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value === '') continue;
    const path = pathOf.get(name);
    if (path !== undefined) assignments.push({path, value, origin: place + name});
    else if (isStrange(name)) problems.push(unknownVariable(place, name, [...pathOf.keys(), ...OTHER_NAMES]));
  }

  return {assignments, problems: [...problems, ...paperProblems(env, place)]};
};

const isStrange = (name: string): boolean =>
  name.startsWith('OGZ_') && !name.startsWith('OGZ_TEST_') && !OTHER_NAMES.includes(name);

const unknownVariable = (place: string, name: string, known: readonly string[]): Problem => {
  const guess = nearest(name, known);

  return {path: place + name, text: `unknown variable.${guess === null ? '' : ` Did you mean "${guess}"?`}`};
};

const paperProblems = (env: Environment, place: string): Problem[] => {
  const value = env['PAPER_TRADING'];
  if (value === undefined || value === '' || value === 'true') return [];
  const path = `${place}PAPER_TRADING`;
  if (value !== 'false') return [{path, text: `${quote(value)} must be true.`}];

  return [{path, text: '"false" asks for real money, and live trading is not there. Unset it or set it to true.'}];
};

/** The login token from `OGZ_LOGIN_TOKEN` or from the file that `OGZ_LOGIN_TOKEN_FILE` names. No error text holds it. */
export const readLoginToken = (env: Environment): {token: string | null; problems: readonly Problem[]} => {
  const file = env['OGZ_LOGIN_TOKEN_FILE'] ?? '';
  const direct = env['OGZ_LOGIN_TOKEN'] ?? '';
  if (file !== '' && direct !== '') {
    return {
      token: null,
      problems: [{path: 'OGZ_LOGIN_TOKEN_FILE', text: 'OGZ_LOGIN_TOKEN is set as well. Keep one of them.'}],
    };
  }
  const read = file === '' ? direct : readSecretFile(file);
  if (typeof read !== 'string') return {token: null, problems: [read]};
  if (read === '') return {token: null, problems: []};

  return isWeak(read) ? {token: null, problems: [weakToken]} : {token: read, problems: []};
};

const readSecretFile = (path: string): string | Problem => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {path: 'OGZ_LOGIN_TOKEN_FILE', text: `${quote(path)} cannot be read: ${reason}.`};
  }
};

/** Short, or few different letters, or one of the words that examples and defaults are made of. */
const isWeak = (token: string): boolean =>
  token.length < MIN_TOKEN_LENGTH ||
  new Set(token).size < 8 ||
  /change-?_?me|default|example|password|secret/i.test(token);

const weakToken: Problem = {
  path: 'OGZ_LOGIN_TOKEN',
  text: `is too easy to guess. Use at least ${MIN_TOKEN_LENGTH} random letters, such as the output of: openssl rand -hex 24`,
};
