import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Candle} from '../../core/domain/Candle.ts';
import type {Side} from '../../core/domain/Order.ts';
import {mirrored} from '../brain/market.ts';
import {MINUTE, START} from '../support/accounts.ts';
import {EngineWorld} from '../support/engineWorld.ts';
import {ofType} from '../support/kernelWorld.ts';
import {scriptedMind} from '../support/scriptedMind.ts';

/** Prices p become `LEVEL - p`; nothing in play is a share of the price. */
const LEVEL = 2_000;
const FREE = {halfSpreadBps: 0, slippageBps: 0};
const PLAN = {stopDistance: 3, targetDistance: 5, trailingDistance: 2.5, maxBars: 12};

const bar = fc.tuple(
  fc.integer({min: -300, max: 300}),
  fc.integer({min: 0, max: 200}),
  fc.integer({min: 0, max: 200}),
  fc.integer({min: -50, max: 50}),
);
const path = fc.array(bar, {minLength: 60, maxLength: 120}).map(bars => {
  let close = 100_000;
  return bars.map(([drift, above, below, gap], index): Candle => {
    const open = close + gap;
    // Pulled back to the middle, so that no path runs off to where the account is broken.
    close = open + drift - Math.round((open - 100_000) / 20);
    const [high, low] = [Math.max(open, close) + above, Math.min(open, close) - below];
    const cents = {open: open / 100, high: high / 100, low: low / 100, close: close / 100};

    return {time: START + index * MINUTE, ...cents, volume: 40 + above};
  });
});
const script = fc.array(fc.constantFrom<Side | null>('buy', 'sell', null, null), {minLength: 120, maxLength: 120});

const exactCents = (candles: readonly Candle[]): Candle[] =>
  candles.map(candle => ({
    ...candle,
    ...Object.fromEntries(
      (['open', 'high', 'low', 'close'] as const).map(key => [key, Math.round(candle[key] * 100) / 100]),
    ),
  }));

const turned = (side: Side | null | undefined): Side | null =>
  side === null || side === undefined ? null : side === 'buy' ? 'sell' : 'buy';

const tradesOn = async (candles: readonly Candle[], sideAt: (bar: number) => Side | null) => {
  const world = await EngineWorld.start({
    mind: scriptedMind(sideAt, PLAN),
    spec: {makerFee: '0', takerFee: '0', lot: '0.1', minQuantity: '0.1'},
    fill: FREE,
    risk: {
      riskPerTrade: 0.002,
      maxDailyLossShare: 0.05,
      maxDrawdownShare: 0.1,
      lossStreak: 3,
      lossStreakWindowBars: 40,
    },
  });
  await world.bars(candles);
  const trades = ofType(world.lines, 'PositionClosed').map(({data}) => ({
    ...{quantity: data.quantity, netPnl: data.netPnl, exitReason: data.exitReason, barsHeld: data.barsHeld},
    ...{entryTime: data.entryTime, exitTime: data.exitTime, isLong: data.side === 'long'},
    best: data.favorableExcursion,
  }));

  return {trades, denials: [...world.state.denials], trading: world.state.trading.state};
};

test('upside down, with sides swapped, the market gives the same trades to the last digit', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(path, script, async (candles, sides) => {
      const upright = await tradesOn(candles, number => sides[number] ?? null);
      const inverted = await tradesOn(exactCents(mirrored(candles, LEVEL)), number => turned(sides[number]));
      count += upright.trades.length;

      expect(inverted.trades.map(trade => ({...trade, isLong: !trade.isLong}))).toEqual(upright.trades);
      expect([inverted.denials, inverted.trading]).toEqual([upright.denials, upright.trading]);
    }),
    {numRuns: 60},
  );
  expect(count).toBeGreaterThan(60);
});
