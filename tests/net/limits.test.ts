import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {Backoff} from '../../brokers/net/Backoff.ts';
import {ChannelWatch} from '../../brokers/net/ChannelWatch.ts';
import {ConnectBudget} from '../../brokers/net/ConnectBudget.ts';
import {TokenBucket} from '../../brokers/net/TokenBucket.ts';

describe('Backoff', () => {
  it('draws from a range that doubles up to its limit, and starts small again after a reset', () => {
    const backoff = new Backoff({firstMs: 100, maxMs: 500}, () => 0.5);

    expect([backoff.next(), backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([
      50, 100, 200, 250, 250,
    ]);
    backoff.reset();
    expect(backoff.next()).toBe(50);
  });
});

describe('ConnectBudget', () => {
  it('makes the next connect wait until the oldest has left the window', () => {
    const budget = new ConnectBudget({connects: 2, windowMs: 1_000});
    budget.spend(0);
    budget.spend(400);

    expect(budget.waitMs(500)).toBe(500);
    expect(budget.waitMs(1_000)).toBe(0);
  });

  it('never lets more than its number into any window', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), {minLength: 20, maxLength: 100}), pauses => {
        const budget = new ConnectBudget({connects: 5, windowMs: 1_000});
        const times: number[] = [];
        let now = 0;
        for (const pause of pauses) {
          now += pause;
          if (budget.waitMs(now) > 0) continue;
          budget.spend(now);
          times.push(now);
        }
        for (const [index, time] of times.entries()) {
          const sixth = times[index + 5];
          if (sixth !== undefined) expect(sixth - time).toBeGreaterThanOrEqual(1_000);
        }
      }),
    );
  });
});

describe('TokenBucket', () => {
  const limits = {capacity: 10, perSecond: 2, reserve: 3};

  it('keeps its reserve for urgent calls', () => {
    const bucket = new TokenBucket(limits);
    const taken = Array.from({length: 10}, () => bucket.take(0)).filter(Boolean).length;

    expect(taken).toBe(7);
    expect([1, 2, 3, 4].map(() => bucket.take(0, {isUrgent: true}))).toEqual([true, true, true, false]);
  });

  it('fills with time, idle time too, and never beyond its capacity', () => {
    const bucket = new TokenBucket(limits);
    bucket.take(0, {cost: 7});

    expect(bucket.waitMs(0, {cost: 2})).toBe(1_000);
    expect(bucket.take(1_000, {cost: 2})).toBe(true);
    expect(bucket.take(3_600_000, {cost: 7})).toBe(true);
    expect(bucket.take(3_600_000)).toBe(false);
  });
});

describe('ChannelWatch', () => {
  const watch = (): ChannelWatch => {
    const made = new ChannelWatch({atLeastMs: 30_000, medianGaps: 10});
    made.begin('a', 0);

    return made;
  };

  it('finds nothing wrong with a quiet channel while nothing contradicts it', () => {
    expect(watch().stalled(86_400_000)).toEqual([]);
  });

  it('finds a silent channel whose market has moved elsewhere', () => {
    const made = watch();
    made.heard('a', 1_000);
    made.contradicted('a');
    made.contradicted('a');

    expect(made.stalled(30_999)).toEqual([]);
    expect(made.stalled(31_000)).toEqual(['a']);
    made.heard('a', 31_500);
    expect(made.stalled(90_000)).toEqual([]);
  });

  it('is as patient as the channel is slow', () => {
    const made = watch();
    for (let time = 60_000; time <= 600_000; time += 60_000) made.heard('a', time);
    made.contradicted('a');
    made.contradicted('a');

    expect(made.stalled(1_199_000)).toEqual([]);
    expect(made.stalled(1_200_000)).toEqual(['a']);
  });
});
