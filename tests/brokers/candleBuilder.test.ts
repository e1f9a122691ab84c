import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {CandleBuilder, MAX_FLAT_BARS, REVISABLE_BUCKETS} from '../../brokers/CandleBuilder.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import type {Bar} from '../../core/domain/resample.ts';
import type {Trade} from '../../core/domain/Trade.ts';

const MINUTE = 60_000;
const T0 = 1_700_000_040_000;

type Closed = Bar & {symbol: string};

const build = () => {
  const closed: Closed[] = [];
  const revised: Candle[] = [];
  const builder = new CandleBuilder({
    listener: {
      onClosed: (symbol, bar) => closed.push({symbol, ...bar}),
      onRevised: (_, candle) => revised.push(candle),
    },
  });

  return {builder, closed, revised};
};

const trade = (id: number, time: number, price = 100, quantity = 1, symbol = 'BTC/USD'): Trade => ({
  symbol,
  id,
  time,
  price,
  quantity,
  takerSide: 'buy',
});

const history = (time: number, close = 100): Candle => ({time, open: close, high: close, low: close, close, volume: 1});

describe('CandleBuilder', () => {
  it('closes a bar at its end plus the grace, not a millisecond earlier', () => {
    const {builder, closed} = build();
    builder.begin('BTC/USD', history(T0 - MINUTE));
    builder.add(trade(1, T0 + 1, 100));
    builder.add(trade(2, T0 + 2, 105));
    builder.add(trade(3, T0 + 3, 95));
    builder.add(trade(4, T0 + 4, 101, 0.5));

    builder.advance(T0 + MINUTE + 1_499);
    expect(closed).toEqual([]);
    builder.advance(T0 + MINUTE + 1_500);

    const candle = {time: T0, open: 100, high: 105, low: 95, close: 101, volume: 3.5};
    expect(closed).toEqual([{symbol: 'BTC/USD', candle, flat: false, suspect: false}]);
  });

  describe('a trade that stands alone', () => {
    /** Twenty quiet minutes about 100, a range of half a unit each, and then these prices in one minute. */
    const after = (...prices: readonly number[]): Closed | undefined => {
      const {builder, closed} = build();
      builder.begin('BTC/USD', history(T0 - MINUTE));
      let id = 0;
      for (let minute = 0; minute < 20; minute += 1)
        for (const price of [100, 100.3, 99.8]) builder.add(trade((id += 1), T0 + minute * MINUTE + id, price));
      for (const price of prices) builder.add(trade((id += 1), T0 + 20 * MINUTE + id, price));
      builder.advance(T0 + 22 * MINUTE);

      return closed.find(({candle}) => candle.time === T0 + 20 * MINUTE);
    };

    it.each([
      ['a slip down', [100, 70, 100.1]],
      ['a slip up', [100, 130, 100.1]],
      ['a slip at the end', [100, 100.1, 70]],
      ['the only trade of the bar', [70]],
    ])('makes its bar suspect, and stays in it: %s', (_what, prices) => {
      const bar = after(...prices);
      expect(bar?.suspect).toBe(true);
      expect([bar?.candle.high, bar?.candle.low]).toContain(prices.find(price => Math.abs(price - 100) > 1));
    });

    it.each([
      ['a crash that others trade on', [100, 90, 88, 87.5]],
      ['a second trade agrees', [100, 70, 70]],
      ['within what is usual', [100, 102.4]],
    ])('is none where %s', (_what, prices) => {
      expect(after(...prices)?.suspect).toBe(false);
    });

    it('is not looked for before the market is known', () => {
      const {builder, closed} = build();
      builder.begin('BTC/USD', history(T0 - MINUTE));
      builder.add(trade(1, T0, 100));
      builder.add(trade(2, T0 + 1, 50));
      builder.advance(T0 + 2 * MINUTE);
      expect(closed[0]?.suspect).toBe(false);
    });
  });

  it('closes a bar on the first trade two buckets on, whatever the clock says', () => {
    const {builder, closed} = build();
    builder.begin('BTC/USD', history(T0 - MINUTE));
    builder.add(trade(1, T0));
    builder.add(trade(2, T0 + MINUTE));
    expect(closed).toEqual([]);
    builder.add(trade(3, T0 + 2 * MINUTE));

    expect(closed.map(bar => bar.candle.time)).toEqual([T0]);
  });

  it('makes the same bars of any order of arrival inside the grace', () => {
    const ticks = fc.array(
      fc.record({
        after: fc.integer({min: 0, max: 30_000}),
        price: fc.integer({min: 1, max: 10_000}),
        lots: fc.integer({min: 1, max: 99_999}),
      }),
      {minLength: 1, maxLength: 40},
    );
    fc.assert(
      fc.property(ticks, fc.infiniteStream(fc.integer({min: 0, max: 1_400})), (steps, delays) => {
        let time = T0;
        const inOrder = steps.map(({after, price, lots}, index) => {
          time += after;
          return trade(index + 1, time, price / 100, lots / 1e5);
        });
        const delayed = inOrder.map(one => ({one, at: one.time + (delays.next().value ?? 0)}));
        delayed.sort((a, b) => a.at - b.at || b.one.id - a.one.id);

        expect(barsOf(delayed)).toEqual(barsOf(inOrder.map(one => ({one, at: one.time}))));
      }),
      {numRuns: 10_000},
    );
  });

  it('counts a trade once, however often it comes', () => {
    const {builder, closed} = build();
    builder.begin('BTC/USD', history(T0 - MINUTE));
    for (const id of [1, 2, 1, 3, 2, 3]) builder.add(trade(id, T0 + id));
    builder.advance(T0 + 2 * MINUTE);
    builder.add(trade(2, T0 + 2));

    expect(closed[0]?.candle.volume).toBe(3);
    expect(builder.refused.duplicate).toBe(4);
  });

  it('answers a late trade with a revision and leaves the closed bar as it was', () => {
    const {builder, closed, revised} = build();
    builder.begin('BTC/USD', history(T0 - MINUTE));
    builder.add(trade(1, T0 + 1, 100));
    builder.add(trade(3, T0 + 3, 102));
    builder.advance(T0 + 2 * MINUTE);
    const before = structuredClone(closed);
    builder.add(trade(2, T0 + 2, 110));

    expect(revised).toEqual([{time: T0, open: 100, high: 110, low: 100, close: 102, volume: 3}]);
    expect(closed).toEqual(before);
  });

  it('counts a trade that is too old even for a revision', () => {
    const {builder, revised} = build();
    builder.begin('BTC/USD', history(T0 - MINUTE));
    builder.add(trade(2, T0));
    builder.advance(T0 + (REVISABLE_BUCKETS + 3) * MINUTE);
    builder.add(trade(1, T0));

    expect(revised).toEqual([]);
    expect(builder.refused.tooLate).toBe(1);
  });

  it('fills silent minutes with flat, flagged bars at the close before', () => {
    const {builder, closed} = build();
    builder.begin('BTC/USD', history(T0 - MINUTE, 42));
    builder.advance(T0 + 3 * MINUTE);

    expect(closed.map(bar => bar.candle)).toEqual([T0, T0 + MINUTE].map(time => ({...history(time, 42), volume: 0})));
    expect(closed.every(bar => bar.flat && !bar.suspect)).toBe(true);
  });

  it('flags the bars around a jump in the trade ids, and clears them when the lost trades come in time', () => {
    const {builder, closed} = build();
    builder.begin('BTC/USD', history(T0 - MINUTE));
    builder.add(trade(1, T0));
    builder.add(trade(4, T0 + MINUTE));
    builder.add(trade(5, T0 + 2 * MINUTE));
    builder.add(trade(7, T0 + 2 * MINUTE + 5));
    builder.add(trade(6, T0 + 2 * MINUTE + 3));
    builder.advance(T0 + 4 * MINUTE);

    expect(closed.map(bar => bar.suspect)).toEqual([true, true, false]);
  });

  it('believes a venue that starts to count its trades anew, and flags that bar only', () => {
    const {builder, closed} = build();
    builder.begin('BTC/USD', history(T0 - MINUTE));
    for (let minute = 0; minute < 20; minute++) builder.add(trade(1_000 + minute, T0 + minute * MINUTE));
    for (let minute = 20; minute < 25; minute++) builder.add(trade(minute - 10, T0 + minute * MINUTE));
    builder.advance(T0 + 26 * MINUTE);

    expect(closed.filter(bar => bar.suspect).map(bar => (bar.candle.time - T0) / MINUTE)).toEqual([20]);
    expect(closed.reduce((sum, bar) => sum + bar.candle.volume, 0)).toBe(25);
  });

  it('flags the first bar when it does not know what came before', () => {
    const {builder, closed} = build();
    builder.add(trade(1, T0 + 30_000));
    builder.add(trade(2, T0 + MINUTE));
    builder.advance(T0 + 3 * MINUTE);

    expect(closed.map(bar => bar.suspect)).toEqual([true, false]);
  });

  it('flags every bar that an outage touches', () => {
    const {builder, closed} = build();
    builder.begin('BTC/USD', history(T0 - MINUTE));
    builder.add(trade(1, T0));
    builder.advance(T0 + MINUTE + 2_000);
    builder.loseFeed('BTC/USD');
    builder.advance(T0 + 2 * MINUTE + 2_000);
    builder.restoreFeed('BTC/USD', T0 + 2 * MINUTE + 10_000);
    builder.add(trade(2, T0 + 2 * MINUTE + 11_000));
    builder.add(trade(3, T0 + 3 * MINUTE));
    builder.advance(T0 + 5 * MINUTE);

    expect(closed.map(bar => bar.suspect)).toEqual([false, true, true, false]);
  });

  it('refuses what is no trade, and says how many', () => {
    const {builder} = build();
    const good = trade(1, T0);
    for (const price of [Number.NaN, 0, -1, Number.POSITIVE_INFINITY]) builder.add({...good, price});
    for (const quantity of [Number.NaN, 0, -1]) builder.add({...good, quantity});
    builder.add({...good, time: Number.NaN});

    expect(builder.refused.invalid).toBe(8);
    expect(builder.forming('BTC/USD')).toBeNull();
  });

  it('does not let one wrong time stamp carry the market away', () => {
    const {builder, closed} = build();
    builder.begin('BTC/USD', history(T0 - MINUTE));
    builder.add(trade(1, T0));
    builder.add(trade(2, T0 + 400 * 86_400_000));
    builder.add(trade(3, T0 + 1));
    builder.advance(T0 + 2 * MINUTE);

    expect(builder.refused.unbelievable).toBe(1);
    expect(closed).toHaveLength(1);
  });

  it('leaves a long silence as a hole and flags the bars after it', () => {
    const {builder, closed} = build();
    builder.begin('BTC/USD', history(T0 - MINUTE));
    builder.add(trade(1, T0));
    const later = T0 + 3 * MAX_FLAT_BARS * MINUTE;
    builder.add(trade(2, later));
    builder.add(trade(3, later + 1));
    builder.advance(later + 2 * MINUTE);

    expect(closed.map(bar => bar.candle.time)).toEqual([T0, later - MINUTE, later]);
    expect(closed.map(bar => bar.suspect)).toEqual([false, true, true]);
  });

  it('closes the bars of several symbols in time order', () => {
    const {builder, closed} = build();
    for (const symbol of ['BTC/USD', 'ETH/USD']) {
      builder.begin(symbol, history(T0 - MINUTE));
      builder.add(trade(1, T0, 10, 1, symbol));
    }
    builder.advance(T0 + 2 * MINUTE + 1_500);

    expect(closed.map(bar => [bar.symbol, bar.candle.time])).toEqual([
      ['BTC/USD', T0],
      ['ETH/USD', T0],
      ['BTC/USD', T0 + MINUTE],
      ['ETH/USD', T0 + MINUTE],
    ]);
  });

  it('shows the forming bar without closing it', () => {
    const {builder, closed} = build();
    builder.begin('BTC/USD', history(T0 - MINUTE));
    builder.add(trade(1, T0, 7));
    builder.add(trade(2, T0 + MINUTE, 9, 2));

    expect(builder.forming('BTC/USD')).toEqual({time: T0 + MINUTE, open: 9, high: 9, low: 9, close: 9, volume: 2});
    expect(closed).toEqual([]);
  });

  it('adds volumes up exactly, in any order', () => {
    const {builder, closed} = build();
    builder.begin('BTC/USD', history(T0 - MINUTE));
    for (let id = 1; id <= 10; id++) builder.add(trade(id, T0 + id, 100, 0.1));
    builder.add(trade(11, T0 + 11, 100, 67_462_293.24));
    builder.advance(T0 + 2 * MINUTE);

    expect(closed[0]?.candle.volume).toBe(67_462_294.24);
  });
});

/** The bars without `suspect`: while a trade of the next bar is still on its way, nobody can know that it is not of this one. */
const barsOf = (arrivals: readonly {one: Trade; at: number}[]): readonly Pick<Bar, 'candle' | 'flat'>[] => {
  const {builder, closed} = build();
  builder.begin('BTC/USD', history(T0 - MINUTE));
  for (const {one, at} of arrivals) {
    builder.advance(at);
    builder.add(one);
  }
  builder.advance((arrivals.at(-1)?.at ?? T0) + 10 * MINUTE);

  const last = Math.max(...arrivals.map(({one}) => one.time));

  return closed.filter(bar => bar.candle.time <= last).map(({candle, flat}) => ({candle, flat}));
};
