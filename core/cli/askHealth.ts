import type {HealthReport} from '../server/protocol.ts';
import {type BotClient, BotUnreachable} from './BotClient.ts';

/** A running bot's report on itself. Throws BotUnreachable where nobody answers, or somebody who is no bot. */
export const askHealth = async (bot: Pick<BotClient, 'url' | 'ask'>): Promise<HealthReport> => {
  const {body} = await bot.ask('/health');
  if (typeof body === 'object' && body !== null && 'status' in body && 'checks' in body) return body as HealthReport;

  throw new BotUnreachable(`Something that is not this bot answers at ${bot.url}.`);
};
