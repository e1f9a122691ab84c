import {expect, test} from 'vitest';
import type {Candle} from '../../core/domain/Candle.ts';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import {resample} from '../../core/domain/resample.ts';
import {livelyMarket} from '../brain/market.ts';
import {accountSettings, SYMBOL} from '../support/accounts.ts';
import {EngineWorld} from '../support/engineWorld.ts';
import {ofType} from '../support/kernelWorld.ts';
import {randomMind} from '../support/minds.ts';

/** Starts off the grid of five minutes on purpose. */
const CANDLES = livelyMarket(4, 402);
const SETTINGS = {...accountSettings(), timeframe: '5m' as const};
const MINUTE = 60_000;

const startAt = (index: number, from: readonly AnyEnvelope[], delivers: 'trades' | 'bars') =>
  EngineWorld.start({
    mind: randomMind(9, 0.5),
    settings: SETTINGS,
    from: structuredClone(from),
    now: CANDLES[index]?.time ?? 0,
    delivers,
  });

const fiveMinutes = (world: EngineWorld) =>
  ofType(world.lines, 'CandleClosed').filter(({data}) => data.timeframe === '5m');

const tradesOf = (world: EngineWorld) =>
  ofType(world.lines, 'PositionClosed').map(({data: {decision: _decision, ...trade}}) => trade);

/** A minute as four trades, a price each in the order of a plausible walk. */
const asTrades = async (world: EngineWorld, {open, high, low, close, volume}: Candle): Promise<void> => {
  for (const price of [open, high, low, close]) await world.market.trade(SYMBOL, price, volume / 4, MINUTE / 4);
  world.bot.tick();
};

const RESTARTS = [0, 13, 14, 101, 102, 103, 263];

const run = async (starts: readonly number[], delivers: 'trades' | 'bars'): Promise<EngineWorld> => {
  let world = await startAt(0, [], delivers);
  for (const [index, start] of starts.entries()) {
    if (index > 0) world = await startAt(start, world.lines, delivers);
    const part = CANDLES.slice(start, starts[index + 1] ?? CANDLES.length);
    if (delivers === 'bars') await world.bars(part);
    else for (const candle of part) await asTrades(world, candle);
  }

  return world;
};

test('a bot that decides on five minutes and starts again between them closes the same bars and makes the same trades', async () => {
  const whole = await run([0], 'bars');
  const broken = await run(RESTARTS, 'bars');
  const expected = resample(CANDLES, '1m', '5m').map(({time}) => time);

  expect(fiveMinutes(whole).map(({data}) => data.candle.time)).toEqual(expected.slice(0, fiveMinutes(whole).length));
  expect(fiveMinutes(broken).map(({data}) => data)).toEqual(fiveMinutes(whole).map(({data}) => data));
  expect(tradesOf(broken)).toEqual(tradesOf(whole));
  expect(tradesOf(whole).length).toBeGreaterThan(3);
});

test('the first bar, which lacks the minutes before the data begins, is suspect, and no other', async () => {
  const suspects = fiveMinutes(await run([0], 'bars')).map(({data}) => data.suspect === true);

  expect(suspects).toEqual(suspects.map((_, index) => index === 0));
});

test('no bar of any timeframe closes twice when the bot starts again between trades', async () => {
  const {lines} = await run(RESTARTS, 'trades');
  const names = ofType(lines, 'CandleClosed').map(({data}) => `${data.timeframe} ${data.candle.time}`);

  expect(new Set(names).size).toBe(names.length);
  expect(names.filter(name => name.startsWith('5m')).length).toBeGreaterThan(70);
});

test('the bar in which a bot starts again is suspect, because trades went by unseen; the next one is not', async () => {
  const {lines} = await run([0, 103], 'trades');
  const restarted = lines.findLast(({type}) => type === 'RunStarted')?.seq ?? 0;
  const later = ofType(lines, 'CandleClosed').filter(({seq, data}) => seq > restarted && data.timeframe === '1m');
  const suspects = later.filter(({data}) => data.suspect === true).map(({data}) => data.candle.time);

  expect(suspects).toContain(CANDLES[103]?.time);
  expect(suspects.filter(time => time > (CANDLES[103]?.time ?? 0))).toEqual([]);
});
