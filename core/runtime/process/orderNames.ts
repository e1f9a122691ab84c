import {randomInt} from 'node:crypto';

/** Venues take 18 signs of free text: what remains are six for the number of the line. */
const JOURNAL_SIGNS = 6;
const BASE = 36;
const SALTS = BASE ** 2;

/** What the names of a run's orders begin with: by the first part the bot knows its own, the second is another one at each start. */
export const orderNames = (journalId: string): {readonly orderIdPrefix: string; readonly orderIdSalt: string} => ({
  orderIdPrefix: `ogz${journalId.slice(0, JOURNAL_SIGNS)}`,
  orderIdSalt: `${randomInt(SALTS).toString(BASE).padStart(2, '0')}-`,
});
