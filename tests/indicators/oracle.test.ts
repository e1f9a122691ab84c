import * as technical from 'technicalindicators';
import {describe, expect, test} from 'vitest';
import {hasSharedData} from '../support/sharedData.ts';
import {history, series} from './references.ts';

/** Compares from the end: technicalindicators leaves the warm-up out. */
const expectTail = (actual: readonly number[], expected: readonly (number | undefined)[], tolerance: number): void => {
  expect(expected.length).toBeGreaterThan(1000);
  actual.slice(-expected.length).forEach((value, index) => {
    const wanted = expected[index] ?? Number.NaN;
    if (!(Math.abs(value - wanted) <= tolerance * Math.max(1, Math.abs(wanted))))
      expect.fail(`${index}: ${value}, expected ${wanted}`);
  });
};

describe.runIf(hasSharedData())('technicalindicators as oracle on a year of hourly ETH/USDT', () => {
  const candles = hasSharedData() ? history('binance_ETHUSDT_1h.csv.gz', 3000) : [];
  const close = candles.map(candle => candle.close);
  const high = candles.map(candle => candle.high);
  const low = candles.map(candle => candle.low);
  const volume = candles.map(candle => candle.volume);

  test('sma, ema, wma', () => {
    expectTail(series(candles, 'sma', {period: 20}), technical.SMA.calculate({period: 20, values: close}), 1e-9);
    expectTail(series(candles, 'ema', {period: 20}), technical.EMA.calculate({period: 20, values: close}), 1e-9);
    expectTail(series(candles, 'wma', {period: 20}), technical.WMA.calculate({period: 20, values: close}), 1e-9);
  });

  test('rsi within 0.005, because technicalindicators rounds it to two decimals', () => {
    const actual = series(candles, 'rsi', {period: 14});
    const expected = technical.RSI.calculate({period: 14, values: close});
    expect(expected.length).toBe(candles.length - 14);
    actual.slice(14).forEach((value, index) => {
      expect(Math.abs(value - (expected[index] ?? Number.NaN))).toBeLessThanOrEqual(0.005 + 1e-9);
    });
  });

  test('macd', () => {
    const expected = technical.MACD.calculate({
      values: close,
      fastPeriod: 12,
      slowPeriod: 26,
      signalPeriod: 9,
      SimpleMAOscillator: false,
      SimpleMASignal: false,
    }).filter(row => row.signal !== undefined);
    expectTail(
      series(candles, 'macd', {}, 'macd'),
      expected.map(row => row.MACD),
      1e-9,
    );
    expectTail(
      series(candles, 'macd', {}, 'signal'),
      expected.map(row => row.signal),
      1e-9,
    );
    expectTail(
      series(candles, 'macd', {}, 'histogram'),
      expected.map(row => row.histogram),
      1e-9,
    );
  });

  test('bollinger', () => {
    const expected = technical.BollingerBands.calculate({period: 20, stdDev: 2, values: close});
    const params = {period: 20, multiplier: 2};
    expectTail(
      series(candles, 'bollinger', params, 'upper'),
      expected.map(row => row.upper),
      1e-9,
    );
    expectTail(
      series(candles, 'bollinger', params, 'lower'),
      expected.map(row => row.lower),
      1e-9,
    );
    expectTail(
      series(candles, 'bollinger', params, 'percentB'),
      expected.map(row => row.pb),
      1e-7,
    );
  });

  test('atr, williamsR, cci, roc', () => {
    expectTail(series(candles, 'atr', {period: 14}), technical.ATR.calculate({period: 14, high, low, close}), 1e-9);
    expectTail(
      series(candles, 'williamsR', {period: 14}),
      technical.WilliamsR.calculate({period: 14, high, low, close}),
      1e-9,
    );
    expectTail(series(candles, 'cci', {period: 20}), technical.CCI.calculate({period: 20, high, low, close}), 1e-7);
    expectTail(series(candles, 'roc', {period: 12}), technical.ROC.calculate({period: 12, values: close}), 1e-9);
  });

  test('stochastic, fast', () => {
    const expected = technical.Stochastic.calculate({period: 14, signalPeriod: 3, high, low, close}).filter(
      row => row.d !== undefined,
    );
    const params = {period: 14, smoothing: 1, signalPeriod: 3};
    expectTail(
      series(candles, 'stochastic', params, 'k'),
      expected.map(row => row.k),
      1e-9,
    );
    expectTail(
      series(candles, 'stochastic', params, 'd'),
      expected.map(row => row.d),
      1e-9,
    );
  });

  test('adx', () => {
    const expected = technical.ADX.calculate({period: 14, high, low, close}).filter(row => row.adx !== undefined);
    // Its averages start from sums that are seeded a bar later, so only the tail, where seeds have faded, is compared.
    expectTail(series(candles, 'adx', {period: 14}, 'adx'), expected.map(row => row.adx).slice(1000), 1e-6);
  });

  test('obv starts at 0 at the first candle, theirs with the second', () => {
    expectTail(series(candles, 'obv', {}), technical.OBV.calculate({close, volume}), 1e-9);
  });
});
