import {createHash} from 'node:crypto';

/** A name for the account that a key belongs to, from which nobody can get the key. Two keys of one account have two names. */
export const accountName = (venue: string, apiKey: string): string =>
  `${venue} ${createHash('sha256').update(apiKey).digest('hex').slice(0, 16)}`;
