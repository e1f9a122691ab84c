import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {MarketListener} from '../../brokers/MarketSource.ts';
import {type Recording, openRecording} from '../../brokers/replay/Recording.ts';
import {ReplayMarket, type ReplayMarketOptions} from '../../brokers/replay/ReplayMarket.ts';
import {walkBar} from '../../brokers/replay/walkBar.ts';
import {Random} from '../../brokers/simulator/flow/Random.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import type {Trade} from '../../core/domain/Trade.ts';
import {BarColumns} from '../../core/runtime/data/BarColumns.ts';
import {ManualTime} from '../support/ManualTime.ts';
import {hasSharedData, sharedFile} from '../support/sharedData.ts';

const MINUTE = 60_000;
const T0 = 1_700_000_040_000;

const bars = (symbol: string, indexes: readonly number[]): Recording => {
  const columns = new BarColumns();
  for (const index of indexes) columns.add(Float64Array.of(T0 + index * MINUTE, 100, 102, 99, 101, 2.5));
  const times = indexes.map(index => T0 + index * MINUTE);
  const gaps = {count: 0, missingBars: 0, longest: null};
  const [from = 0, to = 0] = [times[0], times.at(-1)];
  const facts = {sha256: '', rows: indexes.length, from, to, gaps, priceDigits: 2, quantityDigits: 4, problems: []};

  return {
    kind: 'bars',
    symbol,
    file: {path: 'binance_X_1m.csv', exchange: 'binance', symbol, timeframe: '1m', columns, ...facts},
  };
};

const count = (length: number): number[] => Array.from({length}, (_, index) => index);

const listen = (answer: () => Promise<void> | null = () => null) => {
  const heard: string[] = [];
  const display: Trade[] = [];
  const candles: Candle[] = [];
  const trades: Trade[] = [];
  const ended = Promise.withResolvers<void>();
  const listener: MarketListener = {
    onTrade: trade => {
      trades.push(trade);
      return answer();
    },
    onDisplayTrade: trade => void display.push(trade),
    onBar: (symbol, _, candle) => {
      candles.push(candle);
      heard.push(`${symbol} ${(candle.time - T0) / MINUTE}`);
      return answer();
    },
    onBook: () => null,
    onFeed: report => void heard.push(`${report.symbol} ${report.kind}`),
    onEnd: () => {
      heard.push('end');
      ended.resolve();
    },
  };

  return {heard, display, candles, trades, listener, ended: ended.promise};
};

const paced = (recordings: readonly Recording[], options: Partial<ReplayMarketOptions> = {}) => {
  const time = new ManualTime();
  const market = new ReplayMarket({recordings, speed: 60, clock: time.clock, timers: time.timers, ...options});

  return {time, market, ...listen()};
};

describe('ReplayMarket', () => {
  it('delivers each bar at its end, then ends', async () => {
    const {time, market, heard, listener} = paced([bars('A/USD', [0, 1])]);
    await market.start(listener);
    expect(market.now()).toBe(T0);
    time.advance(950);
    expect(heard).toEqual([]);
    time.advance(2_000);

    expect(heard).toEqual(['A/USD 0', 'A/USD 1', 'end']);
  });

  it('merges several symbols in time order', async () => {
    const {time, market, heard, listener} = paced([bars('A/USD', [0, 1, 3]), bars('B/USD', [1, 2, 3])]);
    await market.start(listener);
    time.advance(10_000);

    expect(heard).toEqual(['A/USD 0', 'A/USD 1', 'B/USD 1', 'B/USD 2', 'A/USD 3', 'B/USD 3', 'end']);
  });

  it('gives its beginning as history, at most a tenth of it, and does not play it', async () => {
    const {time, market, heard, listener} = paced([bars('A/USD', count(50))]);
    const history = await market.history('A/USD', '1m', 500);
    expect(history.map(candle => candle.time)).toEqual(count(5).map(index => T0 + index * MINUTE));
    expect(await market.history('A/USD', '1m', 500)).toEqual(history);
    await market.start(listener);
    expect(market.now()).toBe(T0 + 5 * MINUTE);
    time.advance(1_100);

    expect(heard).toEqual(['A/USD 5']);
  });

  it('goes on after the last closed candle of an earlier run', async () => {
    const {time, market, heard, listener} = paced([bars('A/USD', count(5))], {resumeAfter: {'A/USD': T0 + 2 * MINUTE}});
    expect((await market.history('A/USD', '1m', 2)).map(candle => candle.time)).toEqual([T0 + MINUTE, T0 + 2 * MINUTE]);
    await market.start(listener);
    time.advance(5_000);

    expect(heard).toEqual(['A/USD 3', 'A/USD 4', 'end']);
  });

  it('reports a lost feed where bars lack, and leaves the hole a hole', async () => {
    const {time, market, heard, listener} = paced([bars('A/USD', [0, 1, 3, 4, 20, 21])]);
    await market.start(listener);
    time.advance(60_000);

    expect(heard).toEqual([
      'A/USD 0',
      'A/USD 1',
      'A/USD 3',
      'A/USD 4',
      'A/USD lost',
      'A/USD restored',
      'A/USD 20',
      'A/USD 21',
      'end',
    ]);
  });

  it('walks through its bars for the screen only, and not at full speed', async () => {
    const {time, market, display, trades, listener} = paced([bars('A/USD', [0, 1])]);
    await market.start(listener);
    time.advance(5_000);
    expect(trades).toEqual([]);
    expect(display.length).toBeGreaterThan(20);

    const fast = listen();
    await new ReplayMarket({recordings: [bars('A/USD', [0, 1])], speed: null}).start(fast.listener);
    await fast.ended;
    expect(fast.display).toEqual([]);
  });

  it('waits at full speed for each answer before it goes on', async () => {
    let busy = 0;
    let most = 0;
    const {listener, ended, candles} = listen(async () => {
      busy += 1;
      most = Math.max(most, busy);
      await Promise.resolve();
      busy -= 1;
    });
    await new ReplayMarket({recordings: [bars('A/USD', count(100)), bars('B/USD', count(100))], speed: null}).start(
      listener,
    );
    await ended;

    expect(candles).toHaveLength(200);
    expect(most).toBe(1);
  });

  it('delivers nothing after stop', async () => {
    const {time, market, heard, listener} = paced([bars('A/USD', count(50))]);
    await market.start(listener);
    time.advance(3_000);
    await market.stop();
    const before = heard.length;
    time.advance(30_000);

    expect(heard).toHaveLength(before);
  });

  it('derives increments from the file and fees from the exchange, spot unless told otherwise', async () => {
    const [spec] = await new ReplayMarket({recordings: [bars('A/USD', [0])], speed: null}).markets(['A/USD']);

    expect(spec).toEqual({
      symbol: 'A/USD',
      base: 'A',
      quote: 'USD',
      kind: 'spot',
      tick: '0.01',
      lot: '0.0001',
      minQuantity: '0.0001',
      minNotional: '0',
      makerFee: '0.001',
      takerFee: '0.001',
    });
  });

  it('refuses what it cannot play', async () => {
    const one = bars('A/USD', [0]);
    expect(() => new ReplayMarket({recordings: [], speed: null})).toThrow('A replay needs a recording');
    expect(() => new ReplayMarket({recordings: [one, one], speed: null})).toThrow('Two recordings of "A/USD"');
    await expect(new ReplayMarket({recordings: [one], speed: null}).markets(['B/USD'])).rejects.toThrow(
      'No recording of "B/USD". Recorded: A/USD.',
    );
  });
});

describe('walkBar', () => {
  const bar = fc.record({
    prices: fc.tuple(fc.integer({min: 100, max: 9_999}), fc.integer({min: 100, max: 9_999}), fc.nat(500), fc.nat(500)),
    lots: fc.integer({min: 1, max: 1e6}),
    seed: fc.string(),
  });

  it('makes the bar that it walks through, in order of time', () => {
    fc.assert(
      fc.property(bar, ({prices: [open, close, above, below], lots, seed}) => {
        const high = Math.max(open, close) + above;
        const low = Math.max(1, Math.min(open, close) - below);
        const [o, h, l, c] = [open, high, low, close].map(ticks => ticks / 100);
        const candle = {time: T0, open: o ?? 0, high: h ?? 0, low: l ?? 0, close: c ?? 0, volume: lots / 1_000};
        const walk = {symbol: 'A/USD', candle, lengthMs: MINUTE, firstId: 1, ticksPerUnit: 100, lotsPerUnit: 1_000};
        const trades = walkBar(walk, new Random(seed));

        expect(
          trades.every((trade, index) => trade.time >= (trades[index - 1]?.time ?? T0) && trade.time < T0 + MINUTE),
        ).toBe(true);
        expect(trades.every(({price, quantity}) => price >= candle.low && price <= candle.high && quantity > 0)).toBe(
          true,
        );
        expect(trades.reduce((sum, trade) => sum + trade.quantity, 0)).toBeCloseTo(candle.volume, 6);
        expect([trades[0]?.price, trades.at(-1)?.price]).toEqual([candle.open, candle.close]);
      }),
      {numRuns: 300},
    );
  });

  it('goes to the nearer extreme first', () => {
    const candle = {time: T0, open: 100, high: 101, low: 95, close: 98, volume: 100};
    const walk = {symbol: 'A/USD', candle, lengthMs: MINUTE, firstId: 1, ticksPerUnit: 100, lotsPerUnit: 1_000};
    const prices = walkBar(walk, new Random('x')).map(trade => trade.price);

    expect(prices.indexOf(101)).toBeGreaterThan(0);
    expect(prices.indexOf(101)).toBeLessThan(prices.indexOf(95));
  });
});

describe.runIf(hasSharedData())('ReplayMarket on real recordings', () => {
  it('plays a whole file of bars as they stand', async () => {
    const recording = await openRecording({path: sharedFile('ohlcv', 'binance_BTCUSDT_1m_2021crash.csv.gz')});
    const market = new ReplayMarket({recordings: [recording], speed: null});
    const {listener, ended, candles, heard} = listen();
    const history = await market.history('BTC/USDT', '1m', 500);
    await market.start(listener);
    await ended;

    expect(history.length + candles.length).toBe(61_272);
    expect(heard.filter(text => text.endsWith('lost'))).toHaveLength(2);
    expect(await market.markets(['BTC/USDT'])).toMatchObject([{tick: '0.01', lot: '0.000001', takerFee: '0.001'}]);
  });

  it('plays recorded trades, after a history built of the first of them', async () => {
    const recording = await openRecording({path: sharedFile('ticks', 'binance_XRPETH_trades_2019.json.gz')});
    const market = new ReplayMarket({recordings: [recording], speed: null});
    const history = await market.history('XRP/ETH', '1m', 100);
    const {listener, ended, trades} = listen();
    await market.start(listener);
    await ended;

    expect(history).toHaveLength(100);
    expect(trades[0]?.time).toBeGreaterThanOrEqual((history.at(-1)?.time ?? 0) + MINUTE);
    expect(trades.length).toBeGreaterThan(11_000);
    expect(trades.every(trade => trade.symbol === 'XRP/ETH')).toBe(true);
  });
});
