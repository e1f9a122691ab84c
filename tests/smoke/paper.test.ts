import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {makeMind} from '../../core/runtime/makeMind.ts';
import {verifyReplay} from '../../core/runtime/replay.ts';
import {STATIC_BRAIN} from '../brain/brains.ts';
import {BotChild, cleanUp} from '../support/botProcess.ts';
import {ofType} from '../support/kernelWorld.ts';
import {until} from '../support/until.ts';

afterEach(cleanUp);

test('a paper bot starts, trades, halts, stops, and its journal replays to itself', async () => {
  const bot = await BotChild.healthy({args: ['--speed', '600']});
  await until('the first fill', async () => ofType(await bot.journal(), 'OrderFilled').length > 0);

  expect(await bot.command('halt')).toMatchObject({status: 200, body: {accepted: true}});
  expect(await bot.stop()).toBe(0);

  const lines = await bot.journal();
  expect(lines.at(-1)).toMatchObject({type: 'RunEnded'});
  const report = await verifyReplay(
    join(bot.dataDir, 'journal'),
    run =>
      makeMind(
        run.settings,
        run.markets.map(market => market.symbol),
        STATIC_BRAIN,
      ).brain,
  );
  expect(report).toMatchObject({equal: true, difference: null, events: lines.length});
});
