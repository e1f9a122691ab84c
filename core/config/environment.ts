import {EXCHANGE_KEY_NAMES} from './exchangeKey.ts';
import type {Assignment} from './flags.ts';
import {nearest} from './nearest.ts';
import {type Problem, quote} from './problems.ts';
import {readSecret} from './readSecret.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that configure no key: secrets, and the places of things that only tests use. */
const OTHER_NAMES = ['OGZ_LOGIN_TOKEN', 'OGZ_LOGIN_TOKEN_FILE', ...EXCHANGE_KEY_NAMES, 'OGZ_SHARED_DATA'];
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
  const {value, problems} = readSecret(env, 'OGZ_LOGIN_TOKEN');

  return value !== null && isWeak(value) ? {token: null, problems: [weakToken]} : {token: value, problems};
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
