import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Candle} from '../../core/domain/Candle.ts';
import {IndicatorEngine, type IndicatorEngineSnapshot} from '../../indicators/IndicatorEngine.ts';
import {createIndicator, INDICATORS} from '../../indicators/index.ts';
import {randomCandles} from '../contracts/indicatorContract.ts';

const BTC = 'BTC/USDT';
const everyIndicator = INDICATORS.map(({name}) => ({name}));

const [candles = []] = fc.sample(randomCandles, {numRuns: 1, seed: 3});

const feed = (engine: IndicatorEngine, some: readonly Candle[]): void => {
  for (const candle of some) engine.update(BTC, '1h', candle);
};

const candleAt = (time: number, close: number): Candle => ({
  time,
  open: close,
  high: close,
  low: close,
  close,
  volume: 1,
});

describe('IndicatorEngine', () => {
  test('gives every handle the values of the indicator run alone, and those of the bar before', () => {
    const engine = new IndicatorEngine();
    const handles = everyIndicator.map(spec => engine.handle(BTC, '1h', spec));
    const alone = everyIndicator.map(({name}) => createIndicator(name));
    for (const candle of candles) {
      const before = alone.map(indicator => [...indicator.values]);
      feed(engine, [candle]);
      for (const indicator of alone) indicator.update(candle);
      handles.forEach((handle, index) => {
        expect([...handle.values]).toEqual([...(alone[index]?.values ?? [])]);
        expect([...handle.previous]).toEqual(before[index]);
        expect(handle.isWarm).toBe(alone[index]?.isWarm);
      });
    }
  });

  test('shares identical specs, however they are spelt', () => {
    const engine = new IndicatorEngine();
    engine.track(BTC, '1h', [{name: 'rsi'}, {name: 'rsi', params: {}}, {name: 'rsi', params: {period: 14}}]);
    expect(engine.market(BTC, '1h').keys).toEqual(['rsi(period=14)']);
    expect(engine.handle(BTC, '1h', {name: 'rsi'})).toBe(engine.handle(BTC, '1h', {name: 'rsi', params: {period: 14}}));
  });

  test('keeps markets and timeframes apart', () => {
    const engine = new IndicatorEngine();
    const hourly = engine.handle(BTC, '1h', {name: 'obv'});
    const daily = engine.handle(BTC, '1d', {name: 'obv'});
    const ether = engine.handle('ETH/USDT', '1h', {name: 'obv'});
    feed(engine, [candleAt(1, 10), candleAt(2, 11)]);
    expect([hourly.values[0], daily.values[0], ether.values[0]]).toEqual([1, Number.NaN, Number.NaN]);
  });

  test('peek fills the forming values and leaves the closed ones', () => {
    const engine = new IndicatorEngine();
    const sma = engine.handle(BTC, '1h', {name: 'sma', params: {period: 2}});
    feed(engine, [candleAt(1, 10), candleAt(2, 20)]);
    engine.peek(BTC, '1h', candleAt(3, 40));
    expect([sma.values[0], sma.previous[0], sma.forming[0]]).toEqual([15, Number.NaN, 30]);
    feed(engine, [candleAt(3, 30)]);
    expect([sma.values[0], sma.previous[0]]).toEqual([25, 15]);
  });

  test('reads by key, and names what is tracked when the key is wrong', () => {
    const engine = new IndicatorEngine();
    engine.track(BTC, '1h', [{name: 'sma', params: {period: 1}}]);
    feed(engine, [candleAt(1, 10), candleAt(2, 20)]);
    expect(engine.read(BTC, '1h', 'sma(period=1)')[0]).toBe(20);
    expect(engine.readPrevious(BTC, '1h', 'sma(period=1)')[0]).toBe(10);
    expect(() => engine.read(BTC, '1h', 'sma(period=2)')).toThrow(
      'No indicator "sma(period=2)" on BTC/USDT 1h. Tracked: sma(period=1).',
    );
    expect(() => engine.read(BTC, '1d', 'sma(period=1)')).toThrow(
      'No indicators on "BTC/USDT 1d". Tracked: BTC/USDT 1h.',
    );
  });

  test('counts the warm-up of the indicator that lacks most', () => {
    const engine = new IndicatorEngine();
    expect(engine.warmup(BTC, '1h')).toEqual({have: 0, need: 0});
    engine.track(BTC, '1h', [
      {name: 'sma', params: {period: 5}},
      {name: 'rsi', params: {period: 3}},
    ]);
    feed(engine, candles.slice(0, 2));
    expect(engine.warmup(BTC, '1h')).toEqual({have: 2, need: 5});
    expect(engine.isWarm(BTC, '1h')).toBe(false);
    feed(engine, candles.slice(2, 5));
    expect(engine.warmup(BTC, '1h')).toEqual({have: 5, need: 5});
    expect(engine.isWarm(BTC, '1h')).toBe(true);
    engine.track(BTC, '1h', [{name: 'sma', params: {period: 3}}]);
    expect(engine.isWarm(BTC, '1h')).toBe(false);
    expect(engine.warmup(BTC, '1h')).toEqual({have: 0, need: 3});
  });

  test('refuses a candle that is not later than the last', () => {
    const engine = new IndicatorEngine();
    engine.track(BTC, '1h', [{name: 'sma'}]);
    feed(engine, [candleAt(5, 10)]);
    expect(() => feed(engine, [candleAt(5, 10)])).toThrow(
      'Candle of BTC/USDT 1h at "5" is not later than the last one at "5"',
    );
    expect(() => feed(engine, [candleAt(4, 10)])).toThrow('not later');
    expect(() => feed(engine, [candleAt(Number.NaN, 10)])).toThrow('not later');
  });

  test('takes candles of markets that nobody tracks without a word', () => {
    const engine = new IndicatorEngine();
    engine.update('XRP/USDT', '1m', candleAt(1, 1));
    engine.peek('XRP/USDT', '1m', candleAt(2, 1));
    expect(engine.isWarm('XRP/USDT', '1m')).toBe(true);
    expect(engine.describe()).toBe('IndicatorEngine ready: nothing tracked');
  });

  test('goes on from a snapshot as JSON text to the last bit, in handles given out before', () => {
    for (const cut of [0, 1, 30, candles.length]) {
      const first = new IndicatorEngine();
      first.track(BTC, '1h', everyIndicator);
      feed(first, candles.slice(0, cut));
      const second = new IndicatorEngine();
      const rsi = second.handle(BTC, '1h', {name: 'rsi'});
      second.restore(JSON.parse(JSON.stringify(first.snapshot())) as IndicatorEngineSnapshot);
      feed(first, candles.slice(cut));
      feed(second, candles.slice(cut));
      expect(second.snapshot().markets[0]?.indicators.toSorted(byKey)).toEqual(
        first.snapshot().markets[0]?.indicators.toSorted(byKey),
      );
      expect(rsi.values).toBe(second.read(BTC, '1h', 'rsi(period=14)'));
      expect([...rsi.values]).toEqual([...first.read(BTC, '1h', 'rsi(period=14)')]);
    }
  });

  test('refuses to restore over candles taken, another version or an unknown timeframe', () => {
    const engine = new IndicatorEngine();
    engine.track(BTC, '1h', [{name: 'sma'}]);
    feed(engine, [candleAt(1, 10)]);
    const snapshot = engine.snapshot();
    expect(() => engine.restore(snapshot)).toThrow('have taken candles');
    expect(() => new IndicatorEngine().restore({...snapshot, version: 0})).toThrow('version "0"; expected 2');
    const markets = snapshot.markets.map(market => ({...market, timeframe: '7m'}));
    expect(() => new IndicatorEngine().restore({...snapshot, markets})).toThrow('Unknown timeframe "7m"');
  });

  test('refuses an unknown indicator before it tracks anything', () => {
    const engine = new IndicatorEngine();
    expect(() => engine.track(BTC, '1h', [{name: 'rsl'}])).toThrow('Unknown indicator "rsl"');
    expect(engine.market(BTC, '1h').keys).toEqual([]);
  });

  test('describes what it tracks in one line', () => {
    const engine = new IndicatorEngine();
    engine.track(BTC, '1h', [{name: 'sma', params: {period: 3}}, {name: 'obv'}]);
    feed(engine, candles.slice(0, 2));
    expect(engine.describe()).toBe('IndicatorEngine ready: BTC/USDT 1h [sma(period=3) obv()] 2/3 candles');
  });
});

const byKey = (a: {key: string}, b: {key: string}): number => (a.key < b.key ? -1 : 1);
