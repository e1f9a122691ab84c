import {expect, test} from 'vitest';
import {healthOf} from '../../core/observe/health.ts';
import {SYMBOL} from '../support/accounts.ts';
import {EngineWorld} from '../support/engineWorld.ts';
import {ofType} from '../support/kernelWorld.ts';
import {alwaysBuyMind, nullMind} from '../support/minds.ts';

const MAX_FEED_AGE_MS = 15_000;

const healthIn = (world: EngineWorld) =>
  healthOf({
    state: world.state,
    version: '0.0.0',
    uptimeMs: 1,
    identity: {name: 'script', mode: 'paper', simulated: true, speed: 1},
    feedAgeMs: {[SYMBOL]: world.bot.feedAgeMs(SYMBOL)},
    maxFeedAgeMs: MAX_FEED_AGE_MS,
    nakedMs: 0,
    maxNakedMs: 5_000,
    journalError: null,
    p99Ms: 1,
    maxP99Ms: 100,
    heapUsedBytes: 1,
    maxHeapUsedBytes: 100,
    shapes: 0,
  });

const living = async (): Promise<EngineWorld> => {
  const world = await EngineWorld.start({mind: nullMind(), delivers: 'trades', speed: 1});
  await world.market.trade(SYMBOL, 100, 1, 1_000);

  return world;
};

test('a feed that falls silent is lost after its limit, health is down, and both come back with the data', async () => {
  const world = await living();
  expect(healthIn(world)).toMatchObject({status: 'ok', checks: {feed: {ok: true, ageMs: 0}}});

  world.elapsed += MAX_FEED_AGE_MS + 1;
  expect(healthIn(world).status, 'by age alone, before anyone noticed').toBe('down');
  world.bot.tick();
  expect(ofType(world.lines, 'FeedLost').map(({data}) => data)).toEqual([
    {symbol: SYMBOL, reason: 'silent', ageMs: MAX_FEED_AGE_MS + 1},
  ]);
  expect(healthIn(world).status).toBe('down');

  await world.market.trade(SYMBOL, 101, 1, 20_000);
  expect(ofType(world.lines, 'FeedRestored')).toHaveLength(1);
  expect(healthIn(world).status).toBe('ok');
});

test('a feed whose end is reported is lost at once', async () => {
  const world = await living();
  world.market.lose(SYMBOL);

  expect(world.state.markets.get(SYMBOL)?.feed).toBe('lost');
  expect(healthIn(world).status).toBe('down');
});

test('what the venue calls lost stays lost until the venue calls it restored', async () => {
  const world = await living();
  world.market.lose(SYMBOL);
  await world.market.trade(SYMBOL, 101, 1, 1_000);
  expect(world.state.markets.get(SYMBOL)?.feed).toBe('lost');

  world.market.restore(SYMBOL);
  expect(world.state.markets.get(SYMBOL)?.feed).toBe('live');
});

test('a market without trades is not lost while anything is heard of it', async () => {
  const world = await living();
  for (let beat = 0; beat < 10; beat += 1) {
    world.elapsed += MAX_FEED_AGE_MS - 1;
    world.market.stir(SYMBOL);
    world.bot.tick();
  }

  expect(ofType(world.lines, 'FeedLost')).toEqual([]);
  expect(healthIn(world).status).toBe('ok');
});

test('word that nothing was missed counts from its question: an old one keeps no market alive', async () => {
  const world = await living();
  world.elapsed += MAX_FEED_AGE_MS - 1;
  world.market.stir(SYMBOL, 8_000);
  world.elapsed += 7_000;
  world.bot.tick();
  expect(ofType(world.lines, 'FeedLost')).toEqual([]);

  world.elapsed += 1;
  world.bot.tick();
  world.market.stir(SYMBOL, MAX_FEED_AGE_MS + 1);
  expect(ofType(world.lines, 'FeedLost')).toHaveLength(1);
  expect(world.state.markets.get(SYMBOL)?.feed).toBe('lost');

  world.market.stir(SYMBOL, MAX_FEED_AGE_MS);
  expect(world.state.markets.get(SYMBOL)?.feed).toBe('live');
});

test('a bar with a gap in its feed is suspect', async () => {
  const world = await living();
  world.market.lose(SYMBOL);
  await world.market.trade(SYMBOL, 101, 1, 30_000);
  await world.market.trade(SYMBOL, 101, 1, 200_000);
  world.bot.tick();

  expect(ofType(world.lines, 'CandleClosed')[0]?.data.suspect).toBe(true);
});

test('a process that has slept notices the silence before it closes a bar', async () => {
  const world = await EngineWorld.start({mind: alwaysBuyMind(), delivers: 'trades', speed: 1});
  await world.market.trade(SYMBOL, 100, 1, 1_000);
  world.elapsed += 10 * MAX_FEED_AGE_MS;
  world.market.pass(10 * MAX_FEED_AGE_MS);
  world.bot.tick();

  expect(ofType(world.lines, 'FeedLost')).toHaveLength(1);
  expect(ofType(world.lines, 'CandleClosed').length).toBeGreaterThan(0);
  expect(ofType(world.lines, 'OrderSubmitted')).toEqual([]);
});
