import {setTimeout as sleep} from 'node:timers/promises';
import {askHealth} from '../askHealth.ts';
import {type BotClient, BotUnreachable} from '../BotClient.ts';

/** Delay of the bot's event loop, 99th percentile, beyond which a search waits: trading comes first. */
const MOST_LAG_MS = 50;
/** Real time for which one answer of the bot holds. */
const HOLDS_MS = 2_000;

type Asked = Pick<BotClient, 'url' | 'ask'>;

type Options = {
  readonly bot: Asked;
  /** Hears when the search begins to wait, and when it goes on. */
  readonly say: (text: string) => void;
  /** Nobody waits any longer once it says so. */
  readonly signal: AbortSignal;
  readonly holdsMs?: number;
};

/** Waits for as long as the running bot's event loop is late; a bot that does not answer holds nothing up. */
export const giveWay = ({bot, say, signal, holdsMs = HOLDS_MS}: Options): (() => Promise<void>) => {
  let free: Promise<void> | null = null;
  const wait = async (): Promise<void> => {
    let hasWaited = false;
    for (let lag = await lagOf(bot); lag > MOST_LAG_MS && !signal.aborted; lag = await lagOf(bot)) {
      if (!hasWaited) say(`The bot's event loop is ${Math.round(lag)} ms late: the search waits for it.`);
      hasWaited = true;
      await sleep(holdsMs);
    }
    if (hasWaited) say('The bot is in time again: the search goes on.');
    void sleep(holdsMs, undefined, {ref: false}).then(() => (free = null));
  };

  return () => (free ??= wait());
};

const lagOf = async (bot: Asked): Promise<number> => {
  try {
    return (await askHealth(bot)).checks.loop.p99Ms;
  } catch (error) {
    if (error instanceof BotUnreachable) return 0;
    throw error;
  }
};
