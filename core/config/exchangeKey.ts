import {readSecret} from './readSecret.ts';
import type {Problem} from './problems.ts';

/** The key of an account at an exchange. */
export type ExchangeKey = {readonly apiKey: string; readonly apiSecret: string};

const [KEY, SECRET] = ['OGZ_EXCHANGE_KEY', 'OGZ_EXCHANGE_SECRET'];

/** Variables that a key is read from. */
export const EXCHANGE_KEY_NAMES: readonly string[] = [KEY, SECRET].flatMap(name => [name, `${name}_FILE`]);

/** Both halves of the key, or null when none is set. No error text holds them. */
export const readExchangeKey = (
  env: Readonly<Record<string, string | undefined>>,
): {readonly key: ExchangeKey | null; readonly problems: readonly Problem[]} => {
  const [apiKey, apiSecret] = [readSecret(env, KEY), readSecret(env, SECRET)];
  const problems = [...apiKey.problems, ...apiSecret.problems];
  if (apiKey.value !== null && apiSecret.value !== null)
    return {key: {apiKey: apiKey.value, apiSecret: apiSecret.value}, problems};
  if (problems.length > 0 || apiKey.value === apiSecret.value) return {key: null, problems};
  const missing = apiKey.value === null ? KEY : SECRET;

  return {key: null, problems: [{path: missing, text: 'is missing: a key and its secret belong together.'}]};
};
