import {describe, expect, test} from 'vitest';
import type {Candle, Timeframe} from '../../core/domain/Candle.ts';
import {resample} from '../../core/domain/resample.ts';
import {ChartSeries} from '../../dashboard/src/chart/ChartSeries.ts';

const MINUTE_MS = 60_000;
const EMA = 'ema(period=9)';

/** A bar whose prices tell its minute. */
const bar = (minute: number): Candle => ({
  time: minute * MINUTE_MS,
  open: 100 + minute,
  high: 100.75 + minute,
  low: 99.5 + minute,
  close: 100.5 + minute,
  volume: 1 + minute,
});

const bars = (from: number, to: number): Candle[] => Array.from({length: to - from}, (_, index) => bar(from + index));

const seriesOf = (candles: readonly Candle[], timeframe: Timeframe = '1m', recent: readonly Candle[] = []) =>
  new ChartSeries(
    {
      symbol: 'BTC/USD',
      timeframe,
      candles,
      indicators: [{key: EMA, outputs: ['value'], values: [candles.map(({close}) => close)]}],
    },
    '1m',
    recent,
  );

describe('on the base timeframe', () => {
  test('a closed bar follows with the engine’s values and takes the place of the forming one', () => {
    const series = seriesOf(bars(0, 3));
    series.form(bar(3), {[EMA]: [7]});
    expect(series.forming?.candle.close).toBe(103.5);

    series.close(bar(3), '1m', {[EMA]: [8]});
    expect(series.forming).toBe(null);
    expect(series.bars.map(({candle}) => candle)).toEqual(bars(0, 4));
    expect(series.bars.at(-1)?.values).toEqual({[EMA]: [8]});
    expect(series.isBehind).toBe(false);
  });

  test('a bar without values is shown, and asked for again', () => {
    const series = seriesOf(bars(0, 3));
    series.close(bar(3), '1m');
    expect(series.bars).toHaveLength(4);
    expect(series.isBehind).toBe(true);
  });

  test('what is older than the last bar changes nothing; the same bar again replaces it', () => {
    const series = seriesOf(bars(0, 3));
    series.close(bar(1), '1m', {[EMA]: [1]});
    series.form(bar(2), {[EMA]: [1]});
    series.close({...bar(2), close: 102}, '1m', {[EMA]: [2]});

    expect(series.bars.map(({candle}) => candle.close)).toEqual([100.5, 101.5, 102]);
    expect(series.forming).toBe(null);
  });

  test('keeps the latest 5000 bars, each with its own values', () => {
    const series = seriesOf(bars(0, 5_200));
    expect(series.bars).toHaveLength(5_000);
    expect(series.bars[0]?.values).toEqual({[EMA]: [300.5]});

    series.close(bar(5_200), '1m', {});
    expect(series.bars).toHaveLength(5_000);
    expect(series.bars[0]?.candle.time).toBe(201 * MINUTE_MS);
  });
});

describe('on a coarser timeframe', () => {
  test('is continued from base bars exactly as the bot resamples them', () => {
    const minutes = bars(0, 23);
    const closed = resample(bars(0, 10), '1m', '5m');
    const series = seriesOf(closed, '5m', bars(0, 13));
    for (const candle of bars(13, 23)) series.close(candle, '1m', {[EMA]: [1]});

    const all = resample(minutes, '1m', '5m');
    expect(series.bars.map(({candle}) => candle)).toEqual(all.slice(0, 4));
    expect(series.isBehind).toBe(true);
  });

  test('the forming bar is what has closed of it with the forming base bar on top', () => {
    const series = seriesOf(resample(bars(0, 10), '1m', '5m'), '5m', bars(8, 12));
    series.form(bar(12), {});

    expect(series.forming?.candle).toEqual(resample(bars(10, 13), '1m', '5m')[0]);
  });

  test('the engine’s own bar takes the place of the summed one, with its values', () => {
    const series = seriesOf(resample(bars(0, 5), '1m', '5m'), '5m', bars(5, 9));
    series.close(bar(9), '1m');
    const [own] = resample(bars(5, 10), '1m', '5m');
    if (own === undefined) throw new Error('no bar was made');
    series.close(own, '5m', {[EMA]: [3]});

    expect(series.bars).toHaveLength(2);
    expect(series.bars.at(-1)).toEqual({candle: own, values: {[EMA]: [3]}});
  });
});
