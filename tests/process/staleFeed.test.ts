import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import type {Fault} from '../../brokers/simulator/faults/Fault.ts';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import {busySettings} from '../killLoop/busySettings.ts';
import {BotChild, cleanUp, temporaryDirectory} from '../support/botProcess.ts';
import {ExchangeDoor} from '../support/exchange.ts';
import {ofType} from '../support/kernelWorld.ts';
import {pause, until} from '../support/until.ts';

const SPEED = 60;
const SYMBOL = 'BTC/USD';
/** What is promised, and what a machine under load may need on top of it. */
const NOTICED_WITHIN_MS = 15_000;
const SLOW_MACHINE_MS = 10_000;

afterEach(cleanUp);

type Feeds = {readonly markets: Readonly<Record<string, {readonly feed: string}>>};

const feedOf = async (bot: BotChild): Promise<string | undefined> =>
  (await bot.get<Feeds>('/api/state')).body.markets[SYMBOL]?.feed;

/** A bot that trades all the time, so that an entry on old prices would come. */
const busyBot = async (): Promise<{bot: BotChild; door: ExchangeDoor}> => {
  const dataDir = join(temporaryDirectory(), 'data');
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'config.json'), JSON.stringify(busySettings()));
  const args = ['--market', 'kraken-sim', '--speed', String(SPEED), '--symbol', SYMBOL];

  const bot = await BotChild.healthy({dataDir, args});
  await until('prices come in', async () => (await feedOf(bot)) === 'live');

  return {bot, door: new ExchangeDoor(dataDir)};
};

const isReady = async (bot: BotChild): Promise<boolean> => (await bot.get('/ready')).status === 200;

/** Real ms until `/ready` and the page say that prices cannot be relied on. */
const untilNoticed = async (bot: BotChild): Promise<number> => {
  const begin = performance.now();
  await until('it is said', async () => !(await isReady(bot)) && (await feedOf(bot)) === 'lost');

  return performance.now() - begin;
};

const untilRecovered = async (bot: BotChild): Promise<void> => {
  await until('it is over', async () => (await isReady(bot)) && (await feedOf(bot)) === 'live');
};

/** Entries that left while the feed counted as lost. */
const entriesOnOldPrices = (lines: readonly AnyEnvelope[]): readonly AnyEnvelope[] => {
  let isLost = false;

  return lines.filter(line => {
    if (line.type === 'FeedLost') isLost = true;
    if (line.type === 'FeedRestored') isLost = false;
    return isLost && line.type === 'OrderSubmitted' && line.data.purpose === 'entry';
  });
};

const realSeconds = (seconds: number): number => seconds * 1_000 * SPEED;

/** What keeps every socket open and alive, and the prices away. */
const SILENT_WAYS: Readonly<Record<string, Fault>> = {
  'every channel is silent and pings are answered': {name: 'silence', forMs: realSeconds(19), pongs: true, afterMs: 0},
  'trades have stopped and all else goes on': {
    name: 'channel-stall',
    channel: 'trade',
    forMs: realSeconds(10),
    afterMs: 0,
  },
};

describe('connected, and stale', () => {
  test.each(Object.entries(SILENT_WAYS))(
    '%s: said within 15 s, no entry meanwhile, back by itself',
    async (_way, fault) => {
      const {bot, door} = await busyBot();
      await door.trouble(fault);
      const noticedMs = await untilNoticed(bot);
      await untilRecovered(bot);
      const lines = await bot.journal();

      expect(noticedMs).toBeLessThan(NOTICED_WITHIN_MS + SLOW_MACHINE_MS);
      expect(ofType(lines, 'FeedLost').length).toBeGreaterThan(0);
      expect(entriesOnOldPrices(lines)).toEqual([]);
    },
  );

  test('an exchange that is frozen: said within 15 s, no entry meanwhile, back by itself when it thaws', async () => {
    const {bot, door} = await busyBot();
    door.signal('SIGSTOP');
    const noticedMs = await untilNoticed(bot);
    await pause(1_000);
    door.signal('SIGCONT');
    await untilRecovered(bot);

    expect(noticedMs).toBeLessThan(NOTICED_WITHIN_MS + SLOW_MACHINE_MS);
    expect(entriesOnOldPrices(await bot.journal())).toEqual([]);
  });

  test('what is held can still be left', async () => {
    const {bot, door} = await busyBot();
    await until('something is held', async () => {
      const {positions} = (await bot.get<{positions: object}>('/api/state')).body;
      return Object.keys(positions).length > 0;
    });
    await door.trouble({name: 'channel-stall', channel: 'trade', forMs: realSeconds(60), afterMs: 0});
    await untilNoticed(bot);
    expect((await bot.command('flatten')).status).toBe(200);
    await until('nothing is held at the exchange', async () => (await door.truth()).balances['BTC'] === '0');

    expect(ofType(await bot.journal(), 'FeedRestored').at(-1)?.seq ?? 0).toBeLessThan(
      ofType(await bot.journal(), 'OperatorCommanded').at(-1)?.seq ?? 0,
    );
  });
});
