import type {HealthReport} from '../server/protocol.ts';
import {type Answer, BotUnreachable} from './BotClient.ts';

/** The report in an answer of `GET /health`. Throws BotUnreachable where it is none. */
export const readReport = (url: string, {body}: Answer): HealthReport => {
  if (typeof body === 'object' && body !== null && 'status' in body && 'checks' in body) return body as HealthReport;

  throw new BotUnreachable(`Something that is not this bot answers at ${url}.`);
};
