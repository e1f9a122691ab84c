import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {CandleBuilder} from '../../brokers/CandleBuilder.ts';
import {MAX_CATCH_UP_MS} from '../../brokers/MarketPlayer.ts';
import type {MarketListener} from '../../brokers/MarketSource.ts';
import {
  DEFAULT_HISTORY_BARS,
  OPENING_TIME,
  SimulatedMarket,
  type SimulatedMarketOptions,
} from '../../brokers/simulator/SimulatedMarket.ts';
import {OrderFlow} from '../../brokers/simulator/flow/OrderFlow.ts';
import {SIMULATED_SPECS} from '../../brokers/simulator/flow/SimulatedSpec.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import type {Trade} from '../../core/domain/Trade.ts';
import {ManualTime} from '../support/ManualTime.ts';

const MINUTE = 60_000;
const SYMBOLS = ['BTC/USD', 'ETH/USD'];

const listen = () => {
  const trades: Trade[] = [];
  const listener: MarketListener = {
    onTrade: trade => {
      trades.push(trade);
      return null;
    },
    onBar: () => null,
    onBook: () => null,
    onFeed: () => {},
    onEnd: () => {},
  };

  return {trades, listener};
};

const open = async (options: Partial<SimulatedMarketOptions> = {}, symbols = SYMBOLS) => {
  const time = new ManualTime();
  const market = new SimulatedMarket({seed: 7, clock: time.clock, timers: time.timers, ...options});
  const {trades, listener} = listen();
  await market.markets(symbols);
  await market.start(listener);

  return {time, market, trades};
};

describe('SimulatedMarket', () => {
  it('says that it is simulated, on paper and sixty times as fast as real time', () => {
    expect(new SimulatedMarket({seed: 1}).identity).toEqual({name: 'sim', mode: 'paper', simulated: true, speed: 60});
  });

  it('opens at the start of 2025 and runs at its speed', async () => {
    const {time, market, trades} = await open();
    expect(market.now()).toBe(OPENING_TIME);
    time.advance(10_000);

    expect(market.now()).toBe(OPENING_TIME + 10 * MINUTE);
    expect(trades.length).toBeGreaterThan(500);
    expect(trades.at(-1)?.time).toBeLessThanOrEqual(market.now());
  });

  it('delivers nothing before start has resolved, and nothing after stop', async () => {
    const {time, market, trades} = await open();
    expect(trades).toEqual([]);
    time.advance(1_000);
    await market.stop();
    const count = trades.length;
    time.advance(10_000);

    expect(trades).toHaveLength(count);
  });

  it('makes the same trades of the same seed, whatever the rhythm of the clock', async () => {
    const steady = await open();
    steady.time.advance(3_000);
    const uneven = await open();
    for (const step of [13, 700, 287, 1_900, 100]) uneven.time.advance(step);
    const other = await open({seed: 8});
    other.time.advance(3_000);

    expect(uneven.trades).toEqual(steady.trades);
    expect(other.trades).not.toEqual(steady.trades);
  });

  it('delivers the trades of all markets in time order, each with ids in sequence', async () => {
    const {time, trades} = await open();
    time.advance(5_000);

    expect(trades.every((trade, index) => trade.time >= (trades[index - 1]?.time ?? 0))).toBe(true);
    for (const symbol of SYMBOLS) {
      const ids = trades.filter(trade => trade.symbol === symbol).map(trade => trade.id);
      expect(ids.every((id, index) => index === 0 || id === (ids[index - 1] ?? 0) + 1)).toBe(true);
    }
  });

  it('has a history that ends where the live trades begin', async () => {
    const {time, market, trades} = await open();
    const history = await market.history('BTC/USD', '1m', 10_000);
    time.advance(2_000);
    const first = trades.find(trade => trade.symbol === 'BTC/USD');

    expect(history).toHaveLength(DEFAULT_HISTORY_BARS);
    expect(history.at(-1)?.time).toBe(OPENING_TIME - MINUTE);
    expect(
      history.every((candle, index) => index === 0 || candle.time === (history[index - 1]?.time ?? 0) + MINUTE),
    ).toBe(true);
    expect(Math.abs((first?.price ?? 0) / (history.at(-1)?.close ?? 1) - 1)).toBeLessThan(0.003);
    expect(await market.history('BTC/USD', '1m', 5)).toEqual(history.slice(-5));
  });

  it('derives coarser history from the same bars', async () => {
    const {market} = await open({historyBars: 600});
    const hours = await market.history('ETH/USD', '1h', 3);

    expect(hours.map(candle => candle.time)).toEqual([3, 2, 1].map(back => OPENING_TIME - back * 60 * MINUTE));
  });

  it('goes on after a restart from the last time and price, with other trades and other ids', async () => {
    const first = await open();
    first.time.advance(5_000);
    const last = first.trades.filter(trade => trade.symbol === 'BTC/USD').at(-1);
    const price = last?.price ?? 0;
    const resumeFrom = {time: first.market.now(), prices: {'BTC/USD': price}};
    const second = await open({epoch: 1, resumeFrom}, ['BTC/USD']);
    expect(second.market.now()).toBe(first.market.now());
    expect(await second.market.history('BTC/USD', '1m', 100)).toEqual([]);
    second.time.advance(2_000);

    expect(second.trades[0]?.time).toBeGreaterThanOrEqual(resumeFrom.time);
    expect(Math.abs((second.trades[0]?.price ?? 0) / price - 1)).toBeLessThan(0.003);
    expect(second.trades[0]?.id).toBeGreaterThan(last?.id ?? 0);
  });

  it('stands still while the machine sleeps, and does not flood its listener afterwards', async () => {
    const {time, market, trades} = await open();
    time.advance(1_000);
    const [now, count] = [market.now(), trades.length];
    time.sleep(3_600_000);
    time.advance(0);

    expect(market.now() - now).toBeLessThanOrEqual(MAX_CATCH_UP_MS * 60);
    expect(trades.length - count).toBeLessThan(2_000);
  });

  it('names its markets when asked for another', async () => {
    await expect(new SimulatedMarket({seed: 1}).markets(['DOGE/USD'])).rejects.toThrow(
      'Unknown symbol "DOGE/USD" on the simulated market. Known: BTC/USD, ETH/USD, SOL/USD.',
    );
  });

  it('states increments that its trades keep to', async () => {
    const {time, market, trades} = await open({kind: 'margin'}, ['BTC/USD', 'SOL/USD']);
    const [bitcoin, solana] = await market.markets(['BTC/USD', 'SOL/USD']);
    time.advance(2_000);

    expect(bitcoin).toMatchObject({base: 'BTC', quote: 'USD', kind: 'margin', tick: '0.1', lot: '0.00000001'});
    expect(solana).toMatchObject({tick: '0.001', lot: '0.0001'});
    expect(
      trades.filter(trade => trade.symbol === 'BTC/USD').every(({price}) => Math.round(price * 10) / 10 === price),
    ).toBe(true);
    expect(
      trades
        .filter(trade => trade.symbol === 'SOL/USD')
        .every(({quantity: q}) => Math.round(q * 1e4) / 1e4 === q && q > 0),
    ).toBe(true);
  });
});

/** One-minute bars of the bare flow. */
const minutes = (seed: string, count: number, index = 0): {candles: Candle[]; regimes: Map<string, number>} => {
  const spec = SIMULATED_SPECS[index];
  if (spec === undefined) throw new Error('no such market');
  const flow = new OrderFlow({spec, seed, time: 0, price: spec.homePrice, firstId: 1});
  const candles: Candle[] = [];
  const regimes = new Map<string, number>();
  const builder = new CandleBuilder({
    listener: {
      onClosed: (_, {candle}) => {
        candles.push(candle);
        regimes.set(flow.regime, (regimes.get(flow.regime) ?? 0) + 1);
      },
      onRevised: () => {},
    },
  });
  while (candles.length < count) builder.add(flow.next());

  return {candles, regimes};
};

const returnsOf = (candles: readonly Candle[]): number[] => candles.map(({open, close}) => close / open - 1);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]): number => {
  const centre = mean(values);

  return Math.sqrt(mean(values.map(value => (value - centre) ** 2)));
};
const autocorrelation = (values: readonly number[], lag: number): number => {
  const centre = mean(values);
  const products = values.slice(lag).map((value, index) => (value - centre) * ((values[index] ?? 0) - centre));

  return mean(products) / deviation(values) ** 2;
};

describe('the simulated order flow', () => {
  const {candles, regimes} = minutes('statistics', 10_000);
  const returns = returnsOf(candles);

  it('moves as much in a minute as a real market', () => {
    expect(deviation(returns) * 1e4).toBeGreaterThan(4);
    expect(deviation(returns) * 1e4).toBeLessThan(12);
  });

  it('has calm and storm: the size of a move says something about the next ones', () => {
    const sizes = returns.map(Math.abs);
    for (const lag of [1, 5, 15]) expect(autocorrelation(sizes, lag)).toBeGreaterThan(0.05);
    expect(Math.abs(autocorrelation(returns, 1))).toBeLessThan(0.08);
  });

  it('has fatter tails than a normal distribution', () => {
    const sd = deviation(returns);
    expect(mean(returns.map(value => (value / sd) ** 4))).toBeGreaterThan(3.5);
  });

  it('has trends up, trends down and ranges', () => {
    for (const kind of ['up', 'down', 'range']) expect((regimes.get(kind) ?? 0) / candles.length).toBeGreaterThan(0.1);
  });

  it('trades in clusters, and more where it moves more', () => {
    const sd = deviation(returns);
    const volumes = candles.map(candle => candle.volume);
    const restless = candles.filter((_, index) => Math.abs(returns[index] ?? 0) > sd);
    expect(autocorrelation(volumes, 1)).toBeGreaterThan(0.1);
    expect(mean(restless.map(candle => candle.volume))).toBeGreaterThan(mean(volumes) * 1.2);
  });

  it('wanders about its home price in the long run and never gets lost', () => {
    for (const index of [0, 1, 2]) {
      const home = SIMULATED_SPECS[index]?.homePrice ?? 0;
      const closes = minutes('long run', 15_000, index).candles.map(candle => candle.close);
      expect(Math.min(...closes)).toBeGreaterThan(home * 0.4);
      expect(Math.max(...closes)).toBeLessThan(home * 1.8);
    }
  });

  it('drifts nowhere on the average of many seeds', () => {
    const ends = Array.from(
      {length: 40},
      (_, seed) => (minutes(`drift ${seed}`, 1_000).candles.at(-1)?.close ?? 0) / 60_000 - 1,
    );

    expect(Math.abs(mean(ends))).toBeLessThan((3 * deviation(ends)) / Math.sqrt(ends.length));
  });

  it('makes only believable trades, whatever the seed', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(2), (seed, index) => {
        const spec = SIMULATED_SPECS[index];
        if (spec === undefined) return;
        const flow = new OrderFlow({spec, seed, time: 0, price: spec.homePrice, firstId: 1});
        let previous = flow.next();
        for (let count = 0; count < 500; count++) {
          const trade = flow.next();
          expect(
            trade.price > 0 && trade.quantity > 0 && trade.time >= previous.time && trade.id === previous.id + 1,
          ).toBe(true);
          previous = trade;
        }
      }),
      {numRuns: 60},
    );
  });
});
