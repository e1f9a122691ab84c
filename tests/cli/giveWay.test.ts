import {expect, it} from 'vitest';
import {BotUnreachable} from '../../core/cli/BotClient.ts';
import {giveWay} from '../../core/cli/tune/giveWay.ts';

/** A bot that tells of these delays one after another, and of the last one for ever. */
const botWith = (...lags: readonly number[]) => {
  let asked = 0;

  return {
    url: 'http://bot',
    get asked() {
      return asked;
    },
    ask: async () => {
      const p99Ms = lags[Math.min(asked, lags.length - 1)];
      asked += 1;

      return {status: 200, body: {status: 'ok', checks: {loop: {ok: true, p99Ms}}}};
    },
  };
};

const never = new AbortController().signal;

it('waits while the event loop of the bot is late, and says so once', async () => {
  const said: string[] = [];
  const bot = botWith(80, 60, 51, 50);
  await giveWay({bot, signal: never, say: text => void said.push(text), holdsMs: 1})();

  expect(bot.asked).toBe(4);
  expect(said).toEqual([
    "The bot's event loop is 80 ms late: the search waits for it.",
    'The bot is in time again: the search goes on.',
  ]);
});

it('asks a bot that is in time once for a while, whoever wants to go on', async () => {
  const bot = botWith(3);
  const whenFree = giveWay({bot, signal: never, say: () => undefined, holdsMs: 60_000});
  await Promise.all([whenFree(), whenFree()]);
  await whenFree();

  expect(bot.asked).toBe(1);
});

it('waits no longer than the search may take', async () => {
  const bot = botWith(400);
  await giveWay({bot, signal: AbortSignal.timeout(20), say: () => undefined, holdsMs: 1})();

  expect(bot.asked).toBeGreaterThan(1);
});

it.each([
  ['is gone', () => Promise.reject(new BotUnreachable('No bot answers.'))],
  ['is something else', () => Promise.resolve({status: 200, body: {hello: 'world'}})],
])('a bot that %s holds nothing up', async (_, ask) => {
  await expect(
    giveWay({bot: {url: 'http://bot', ask}, signal: never, say: () => undefined})(),
  ).resolves.toBeUndefined();
});
