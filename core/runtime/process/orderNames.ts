import {randomInt} from 'node:crypto';
import type {Capabilities} from '../../../brokers/IBrokerAdapter.ts';

/** Venues take 18 signs of free text: what remains are six for the number of the line. */
const JOURNAL_SIGNS = 6;
const BASE = 36;
const SALTS = BASE ** 2;

/**
 * What the names of a run's orders begin with. By the first part the bot knows its own. The second is another one at each
 * start where the account is the venue's, which remembers orders that our journal may not; on paper both are the same.
 */
export const orderNames = (journalId: string, {keepsAccount}: Pick<Capabilities, 'keepsAccount'>) => {
  const salt = keepsAccount ? randomInt(SALTS).toString(BASE).padStart(2, '0') : '';

  return {orderIdPrefix: `ogz${journalId.slice(0, JOURNAL_SIGNS)}`, orderIdSalt: `${salt}-`};
};
