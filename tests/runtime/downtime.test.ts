import {expect, test} from 'vitest';
import type {Candle} from '../../core/domain/Candle.ts';
import {START, SYMBOL} from '../support/accounts.ts';
import {EngineWorld} from '../support/engineWorld.ts';
import {ofType} from '../support/kernelWorld.ts';
import {alwaysBuyMind, nullMind} from '../support/minds.ts';

const MINUTE = 60_000;

const flat = (index: number, price: number): Candle => ({
  time: START + index * MINUTE,
  open: price,
  high: price + 0.1,
  low: price - 0.1,
  close: price,
  volume: 1_000,
});

/** A run that holds a position with its stop one per cent below, as the journal of a bot that was then killed. */
const held = async (): Promise<EngineWorld> => {
  const world = await EngineWorld.start({mind: alwaysBuyMind()});
  await world.bars([0, 1, 2].map(index => flat(index, 100)));
  expect(world.state.positions.size).toBe(1);

  return world;
};

const restart = (world: EngineWorld, missed: readonly Candle[]): Promise<EngineWorld> =>
  EngineWorld.start({
    mind: nullMind(),
    from: structuredClone(world.lines),
    history: missed,
    now: START + 10 * MINUTE,
  });

test('a stop that the market passed while the bot was down has filled when it is up again, at the gap', async () => {
  const after = await restart(await held(), [flat(3, 100), flat(4, 97), flat(5, 98)]);
  const [closed] = ofType(after.lines, 'PositionClosed');

  expect(after.state.positions.size).toBe(0);
  expect(closed?.data.exitReason).toBe('stop');
  expect(Number(closed?.data.exitPrice)).toBeLessThanOrEqual(97);
  expect(after.state.run?.isReconciled).toBe(true);
});

test('nobody decides on what has passed, and what is known already is not told again', async () => {
  const before = await held();
  const known = before.lines.length;
  const after = await restart(before, [flat(1, 100), flat(2, 100), flat(3, 100)]);
  const told = after.lines.slice(known);

  expect(ofType(told, 'CandleClosed').map(({data}) => [data.candle.time, data.history])).toEqual([
    [START + 3 * MINUTE, true],
  ]);
  expect(ofType(told, 'DecisionMade')).toEqual([]);
  expect(after.state.positions.get(SYMBOL)?.quantity).toBe(before.state.positions.get(SYMBOL)?.quantity);
});

test('what is held is worth its price of now at once, not that of before the stop', async () => {
  const after = await restart(await held(), [flat(3, 100), flat(4, 101), flat(5, 99.5)]);
  const {cash, equity, markets, positions} = after.state;
  const quantity = positions.get(SYMBOL)?.quantity ?? 0n;

  expect(quantity).toBeGreaterThan(0n);
  expect(equity.current).toBe(cash + (quantity * (markets.get(SYMBOL)?.lastPrice ?? 0n)) / 10n ** 12n);
});
