import type {AnyEnvelope} from '../domain/Event.ts';
import {readEnvelopes} from './journal/readEnvelopes.ts';

/** The lines of a journal with their types: the one place that trusts that a proven line is what the bot wrote. */
export const readLines = (...read: Parameters<typeof readEnvelopes>): AsyncGenerator<AnyEnvelope> =>
  readEnvelopes(...read) as AsyncGenerator<AnyEnvelope>;
