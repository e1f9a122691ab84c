import {describe, expect, it} from 'vitest';
import type {Candle} from '../../core/domain/Candle.ts';
import {protectionOf} from '../../core/kernel/protection.ts';
import {MINUTE, START, SYMBOL} from '../support/accounts.ts';
import {EngineWorld} from '../support/engineWorld.ts';
import {holding, type KernelWorld, ofType} from '../support/kernelWorld.ts';
import {scriptedMind} from '../support/scriptedMind.ts';

const LIMIT_MS = 5_000;

const bar = (index: number): Candle => ({
  ...{time: START + index * MINUTE, open: 100, high: 100.5, low: 99.5, close: 100, volume: 1_000},
});

/** A bot that holds a position whose stop rests. */
const inPosition = async (): Promise<EngineWorld> => {
  const world = await EngineWorld.start({
    mind: scriptedMind(count => (count === 1 ? 'buy' : null), {stopDistance: 20, targetDistance: 20}),
    risk: {maxNakedMs: LIMIT_MS, maxFeedAgeMs: 86_400_000},
    speed: 1,
  });
  await world.bars([bar(0), bar(1)]);

  return world;
};

const wait = (world: EngineWorld, ms: number): void => {
  world.elapsed += ms;
  world.bot.tick();
};

const alarms = (world: EngineWorld): readonly string[] => ofType(world.lines, 'AlarmRaised').map(({data}) => data.code);

describe('a position without protection', () => {
  it('is measured, and alarms once when it lasts', async () => {
    const world = await inPosition();
    await world.bot.command('halt', 'test', 'test');
    world.market.lose(SYMBOL);
    wait(world, 0);
    wait(world, LIMIT_MS);
    expect([alarms(world), world.bot.nakedMs]).toEqual([[], LIMIT_MS]);

    wait(world, 1);
    wait(world, 60_000);
    expect(alarms(world)).toEqual(['POSITION_NAKED']);
  });

  it('is over once the bot can watch it again', async () => {
    const world = await inPosition();
    await world.bot.command('halt', 'test', 'test');
    world.market.lose(SYMBOL);
    wait(world, 0);
    wait(world, 3_000);
    world.market.restore(SYMBOL);
    wait(world, LIMIT_MS);

    expect([alarms(world), world.bot.nakedMs]).toEqual([[], 0]);
  });

  it('is none where a stop rests, be the feed lost or not', async () => {
    const world = await inPosition();
    world.market.lose(SYMBOL);
    wait(world, 60_000);

    expect([alarms(world), world.bot.nakedMs]).toEqual([[], 0]);
  });
});

describe('what protects', () => {
  const protection = (world: KernelWorld) => protectionOf(world.state, world.position ?? expect.fail());

  it('a stop that the venue has acknowledged for all that is held', () => {
    const world = holding();
    expect(protection(world)).toBe('venue');
    world.order('stop').quantity = (world.order('stop').quantity / 2n) as never;
    expect(protection(world)).toBe('watcher');
  });

  it('the bot, while it hears the market and the venue', () => {
    const world = holding();
    world.command('halt');
    world.cancel(world.order('stop'));
    expect(protection(world)).toBe('watcher');
    world.take({type: 'AccountLost', data: {reason: 'test'}});
    expect(protection(world)).toBe('none');
  });

  it('nothing, while the market is not heard and no stop rests', () => {
    const world = holding();
    world.take({type: 'FeedLost', data: {symbol: SYMBOL, reason: 'silent', ageMs: 1}});
    expect(protection(world)).toBe('venue');
    world.command('halt');
    world.cancel(world.order('stop'));
    expect(protection(world)).toBe('none');
  });
});
