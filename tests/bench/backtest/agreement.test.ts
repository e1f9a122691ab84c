import {expect, test} from 'vitest';
import {runEngine} from './runEngine.ts';
import {runVectorised, termsOf} from './runVectorised.ts';
import {twoStrategies, walkedBars} from './scene.ts';

test('the loop over columns makes the trades of the bot and comes to its result within 1e-9', async () => {
  const bars = walkedBars(6_000);
  const {trades, netPnl} = await runEngine(bars, twoStrategies());
  const vectorised = runVectorised(bars.file.columns, termsOf(bars));

  expect(vectorised.trades).toBe(trades);
  expect(Math.abs(vectorised.netPnl - netPnl)).toBeLessThanOrEqual(1e-9 * Math.abs(netPnl));
  expect(trades).toBeGreaterThan(50);
});
