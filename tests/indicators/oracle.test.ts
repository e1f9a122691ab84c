import * as technical from 'technicalindicators';
import {describe, expect, test} from 'vitest';
import {hasSharedData} from '../support/sharedData.ts';
import {history, series} from './references.ts';

/** Largest difference, relative above 1, counted from the end: technicalindicators leaves the warm-up out. */
const difference = (actual: readonly number[], expected: readonly (number | undefined)[]): number => {
  const tail = actual.slice(-expected.length);
  if (expected.length < 1000) return Number.POSITIVE_INFINITY;

  return Math.max(
    ...expected.map((wanted = Number.NaN, index) => {
      return Math.abs((tail[index] ?? Number.NaN) - wanted) / Math.max(1, Math.abs(wanted));
    }),
  );
};

describe.runIf(hasSharedData())('technicalindicators as oracle on a year of hourly ETH/USDT', () => {
  const candles = hasSharedData() ? history('binance_ETHUSDT_1h.csv.gz', 3000) : [];
  const close = candles.map(candle => candle.close);
  const high = candles.map(candle => candle.high);
  const low = candles.map(candle => candle.low);
  const volume = candles.map(candle => candle.volume);

  test('sma, ema, wma', () => {
    expect(
      difference(series(candles, 'sma', {period: 20}), technical.SMA.calculate({period: 20, values: close})),
    ).toBeLessThanOrEqual(1e-9);
    expect(
      difference(series(candles, 'ema', {period: 20}), technical.EMA.calculate({period: 20, values: close})),
    ).toBeLessThanOrEqual(1e-9);
    expect(
      difference(series(candles, 'wma', {period: 20}), technical.WMA.calculate({period: 20, values: close})),
    ).toBeLessThanOrEqual(1e-9);
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
    expect(
      difference(
        series(candles, 'macd', {}, 'macd'),
        expected.map(row => row.MACD),
      ),
    ).toBeLessThanOrEqual(1e-9);
    expect(
      difference(
        series(candles, 'macd', {}, 'signal'),
        expected.map(row => row.signal),
      ),
    ).toBeLessThanOrEqual(1e-9);
    expect(
      difference(
        series(candles, 'macd', {}, 'histogram'),
        expected.map(row => row.histogram),
      ),
    ).toBeLessThanOrEqual(1e-9);
  });

  test('bollinger', () => {
    const expected = technical.BollingerBands.calculate({period: 20, stdDev: 2, values: close});
    const params = {period: 20, multiplier: 2};
    expect(
      difference(
        series(candles, 'bollinger', params, 'upper'),
        expected.map(row => row.upper),
      ),
    ).toBeLessThanOrEqual(1e-9);
    expect(
      difference(
        series(candles, 'bollinger', params, 'lower'),
        expected.map(row => row.lower),
      ),
    ).toBeLessThanOrEqual(1e-9);
    expect(
      difference(
        series(candles, 'bollinger', params, 'percentB'),
        expected.map(row => row.pb),
      ),
    ).toBeLessThanOrEqual(1e-7);
  });

  test('atr, williamsR, cci, roc', () => {
    expect(
      difference(series(candles, 'atr', {period: 14}), technical.ATR.calculate({period: 14, high, low, close})),
    ).toBeLessThanOrEqual(1e-9);
    expect(
      difference(
        series(candles, 'williamsR', {period: 14}),
        technical.WilliamsR.calculate({period: 14, high, low, close}),
      ),
    ).toBeLessThanOrEqual(1e-9);
    expect(
      difference(series(candles, 'cci', {period: 20}), technical.CCI.calculate({period: 20, high, low, close})),
    ).toBeLessThanOrEqual(1e-7);
    expect(
      difference(series(candles, 'roc', {period: 12}), technical.ROC.calculate({period: 12, values: close})),
    ).toBeLessThanOrEqual(1e-9);
  });

  test('stochastic, fast', () => {
    const expected = technical.Stochastic.calculate({period: 14, signalPeriod: 3, high, low, close}).filter(
      row => row.d !== undefined,
    );
    const params = {period: 14, smoothing: 1, signalPeriod: 3};
    expect(
      difference(
        series(candles, 'stochastic', params, 'k'),
        expected.map(row => row.k),
      ),
    ).toBeLessThanOrEqual(1e-9);
    expect(
      difference(
        series(candles, 'stochastic', params, 'd'),
        expected.map(row => row.d),
      ),
    ).toBeLessThanOrEqual(1e-9);
  });

  test('adx', () => {
    const expected = technical.ADX.calculate({period: 14, high, low, close}).filter(row => row.adx !== undefined);
    expect(
      difference(
        series(candles, 'adx', {period: 14}, 'adx'),
        expected.map(row => row.adx),
      ),
    ).toBeLessThanOrEqual(1e-9);
  });

  test('obv, which theirs only begins with the second candle', () => {
    expect(difference(series(candles, 'obv', {}), technical.OBV.calculate({close, volume}))).toBeLessThanOrEqual(1e-9);
  });
});
