import {describe, expect, it} from 'vitest';
import type {Evaluator, Span, SpanResult} from '../../../core/research/tune/evaluate/SpanResult.ts';
import {tryParams} from '../../../core/research/tune/search/tryParams.ts';
import {splitSpan, WALKS} from '../../../core/research/tune/splitSpan.ts';
import type {Trial} from '../../../core/research/tune/Trial.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** A trade every day that is closed the same day. */
const daily = ({from, to}: Span): SpanResult => {
  const days = Array.from({length: Math.floor((to - from) / DAY)}, (_, day) => from + day * DAY);

  return {
    span: {from, to},
    trades: days.map(day => ({
      entryTime: day + HOUR,
      exitTime: day + 2 * HOUR,
      net: 0.001,
      fees: 0.0001,
      turnover: 0.2,
    })),
    ends: days.map(day => day + DAY),
    returns: days.map((_, day) => (day % 3 === 0 ? -0.001 : 0.002)),
    maxDrawdown: 0.001,
    noise: {bars: 24, signals: 3, pastBrain: 2, pastRisk: 1, sent: 1, filled: 1, flips: 1},
  };
};

const evaluator: Evaluator = {evaluate: async ({span}) => daily(span), close: async () => undefined};

const tried = (walk: (typeof WALKS)[number], reachDays: number): Promise<Trial> =>
  tryParams({kind: 'search', params: {period: 5}}, 3, {
    split: splitSpan({from: 0, to: 1_000 * DAY}, {walk, folds: 2, periodMs: DAY}),
    objective: {minTrades: 30, drawdownLimit: 0.05},
    periodMs: DAY,
    evaluator,
    reachMs: ({period}) => (period === 5 ? reachDays * DAY : 0),
  });

/** Five segments of 158 days before an embargo of ten days and a holdout of two hundred. */
const SEGMENT = 158;
const EMBARGO = 10;

describe('a trial', () => {
  it.each([0, 7, 100])('trains on three segments less the embargo and a purge of %d days', async reachDays => {
    const {leastTrades, trades, folds} = await tried('rolling', reachDays);

    expect(leastTrades).toBe(3 * SEGMENT - EMBARGO - reachDays);
    expect(trades).toBe(5 * SEGMENT);
    expect(folds.map(({testTrades}) => testTrades)).toEqual([SEGMENT, SEGMENT]);
  });

  it('purges what its own parameters may reach, over more than one segment where they reach so far', async () => {
    const {leastTrades, score} = await tried('rolling', SEGMENT + 50);

    expect(leastTrades).toBe(2 * SEGMENT - EMBARGO - 50);
    expect(score).not.toBeNull();
    expect((await tried('rolling', 3 * SEGMENT)).score).toBeNull();
  });

  it('trains on everything before the test when the walk is anchored', async () => {
    const [rolling, anchored] = await Promise.all(WALKS.map(walk => tried(walk, 0)));

    expect(anchored?.folds[0]).toEqual(rolling?.folds[0]);
    expect(anchored?.folds[1]?.score).not.toBe(rolling?.folds[1]?.score);
  });

  it('keeps what it did over the whole search span', async () => {
    const {returns, noise, index, sharpe} = await tried('rolling', 0);

    expect(returns).toHaveLength(5 * SEGMENT);
    expect(noise).toMatchObject({bars: 5 * 24, signals: 15, filled: 5, flips: 5});
    expect([index, sharpe]).toEqual([3, expect.closeTo(0.701, 3)]);
  });
});
