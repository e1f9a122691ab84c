import {expect, test} from 'vitest';
import {START, SYMBOL} from '../support/accounts.ts';
import {EngineWorld} from '../support/engineWorld.ts';
import {ofType} from '../support/kernelWorld.ts';
import {scriptedMind} from '../support/scriptedMind.ts';

const closedIn = (world: EngineWorld): readonly number[] =>
  ofType(world.lines, 'CandleClosed').map(({data}) => data.candle.time);

test.each([null, 600])(
  'at speed %s a candle closes by the next trade after its grace, not by a tick of real time',
  async speed => {
    const world = await EngineWorld.start({
      mind: scriptedMind(() => null),
      delivers: 'trades',
      ...(speed === null ? {} : {speed}),
    });
    await world.market.trade(SYMBOL, 100, 1, 30_000);
    await world.market.trade(SYMBOL, 101, 1, 30_500);
    expect(closedIn(world)).toEqual([]);

    await world.market.trade(SYMBOL, 102, 1, 1_000);
    expect(closedIn(world)).toEqual([START]);
  },
);

test('as fast as possible, how often the clock ticks changes nothing', async () => {
  const play = async (ticks: number): Promise<string> => {
    const world = await EngineWorld.start({mind: scriptedMind(() => null), delivers: 'trades'});
    for (let count = 0; count < 40; count += 1) {
      await world.market.trade(SYMBOL, 100 + count, 1, 17_000);
      for (let tick = 0; tick < ticks; tick += 1) world.bot.tick();
    }

    return JSON.stringify(world.lines);
  };

  expect(await play(3)).toBe(await play(0));
});
