import {isIPv4} from 'node:net';
import {Ajv, type ValidateFunction} from 'ajv';
import type {Config, Secrets} from './Config.ts';
import type {Assignment} from './flags.ts';
import type {Leaf} from './leaf.ts';
import {nearest} from './nearest.ts';
import {type Problem, quote} from './problems.ts';
import {configSchema} from './schema.ts';
import {notThereYet} from './venues.ts';

/** The problem of a key that the schema does not have. */
export const unknownKey = ({path, origin}: Assignment, known: readonly string[]): Problem => {
  const guess = nearest(path, known);
  const hint = guess === null ? '' : ` Did you mean "${guess}"?`;

  return {path, text: `unknown key (from ${origin}).${hint}`};
};

const compile = (): ValidateFunction =>
  new Ajv({strict: true, allErrors: true, keywords: ['expected']}).compile(configSchema);

/** Compiled at the first use, because that takes some tens of milliseconds. */
let validator: ValidateFunction | null = null;

/** Holds a built configuration against the schema: one problem per key, with the value in quotes and what would be right. */
export const checkSchema = (
  candidate: unknown,
  leaves: ReadonlyMap<string, Leaf>,
  given: ReadonlyMap<string, Assignment>,
): readonly Problem[] => {
  const validate = (validator ??= compile());
  if (validate(candidate)) return [];

  const paths = new Set((validate.errors ?? []).map(error => leafPath(error.instancePath, leaves)));
  return [...paths].map(path => {
    const assignment = given.get(path);
    const expected = leaves.get(path)?.expected ?? 'as the schema says';
    return {
      path,
      text: `${quote(assignment?.value)} must be ${expected} (from ${assignment?.origin ?? 'the defaults'}).${hintAt(path, assignment)}`,
    };
  });
};

const hintAt = (path: string, assignment: Assignment | undefined): string =>
  path === 'market.venue' ? notThereYet(String(assignment?.value)) : '';

/** The key that an error in it or below it, as in an item of a list, belongs to. */
const leafPath = (pointer: string, leaves: ReadonlyMap<string, Leaf>): string => {
  const parts = pointer.split('/').slice(1);
  while (parts.length > 0 && !leaves.has(parts.join('.'))) parts.pop();

  return parts.join('.');
};

/** Rules that hold between keys, for a configuration that fits the schema. */
export const checkTogether = (config: Config, {loginToken, exchangeKey}: Secrets): readonly Problem[] => {
  const {venue, symbols, dataFiles} = config.market;
  const problems: Problem[] = [...checkExchange(config.market, exchangeKey)];
  if (venue === 'replay' && dataFiles.length === 0) {
    problems.push({path: 'market.dataFiles', text: 'replay needs a recorded market. Use --data FILE --symbol SYMBOL.'});
  }
  if (venue === 'replay' && symbols.length > 0 && dataFiles.length > 0 && dataFiles.length !== symbols.length) {
    const found = `${dataFiles.length} for ${symbols.length} symbols (${symbols.join(', ')})`;
    problems.push({
      path: 'market.dataFiles',
      text: `replay needs one file for each symbol, got ${found}. Use --data FILE --symbol SYMBOL.`,
    });
  }
  if (venue !== 'replay' && dataFiles.length > 0) {
    problems.push({
      path: 'market.dataFiles',
      text: `${venue} reads no file, got ${quote(dataFiles[0])}. Use --market replay.`,
    });
  }
  if (!isLoopback(config.server.host) && loginToken === null) {
    const text = `${quote(config.server.host)} can be reached from other machines. Set OGZ_LOGIN_TOKEN, or use 127.0.0.1.`;
    problems.push({path: 'server.host', text});
  }

  return problems;
};

/** Fastest market that two processes can still follow over sockets. */
const MAX_EXCHANGE_SPEED = 200;

const checkExchange = ({venue, exchange, speed}: Config['market'], key: Secrets['exchangeKey']): readonly Problem[] => {
  const problems: Problem[] = [];
  if (exchange !== '' && venue !== 'kraken-sim')
    problems.push({path: 'market.exchange', text: `${venue} joins no exchange. Use --market kraken-sim.`});
  if (exchange !== '' && !isLoopback(hostOf(exchange)))
    problems.push({
      path: 'market.exchange',
      text: `${quote(exchange)} is not on this machine, and a simulated exchange must be. Use 127.0.0.1.`,
    });
  if (exchange !== '' && key === null)
    problems.push({
      path: 'market.exchange',
      text: 'needs the key that ogz simulator prints. Set OGZ_EXCHANGE_KEY and OGZ_EXCHANGE_SECRET, or their _FILE.',
    });
  if (venue === 'kraken-sim' && speed !== 'auto' && !(Number.isInteger(speed) && Number(speed) <= MAX_EXCHANGE_SPEED))
    problems.push({
      path: 'market.speed',
      text: `${quote(speed)} is no speed of kraken-sim. Use a whole number from 1 to ${MAX_EXCHANGE_SPEED}.`,
    });

  return problems;
};

const hostOf = (address: string): string => (URL.parse(address)?.hostname ?? '').replace(/^\[|\]$/g, '');

/** True for addresses that only this machine can reach. A name other than localhost may point anywhere. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
