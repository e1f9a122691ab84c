import * as technical from 'technicalindicators';
import {describe, expect, test, vi} from 'vitest';
import type {Candle} from '../../core/domain/Candle.ts';
import {CANDLESTICK_PATTERNS, candlestickPatterns} from '../../indicators/candlestickPatterns.ts';
import {LONG_TAIL, longTail} from '../../indicators/longTail.ts';

const bar = (open: number, high: number, low: number, close: number): Candle => ({
  time: 0,
  open,
  high,
  low,
  close,
  volume: 10,
});

const names = (candles: readonly Candle[]): readonly string[] => candlestickPatterns(candles).map(each => each.name);

/** A wave with a trend, long enough for every look-back. */
const wave = Array.from({length: 200}, (_, index) => {
  const middle = 100 + index / 10 + 8 * Math.sin(index / 7);

  return {...bar(middle - 0.4, middle + 1.5, middle - 1.2, middle + 0.7), time: index, volume: 100 + (index % 13)};
});

describe('candlestickPatterns', () => {
  test('finds a bullish engulfing bar and says which way it points', () => {
    const candles = [bar(102, 103, 99, 100), bar(99.5, 104, 99, 103.5)];
    expect(candlestickPatterns(candles)).toContainEqual({name: 'bullishEngulfing', direction: 'bullish'});
    expect(names(candles)).not.toContain('bearishEngulfing');
  });

  test('finds a bearish engulfing bar', () => {
    expect(names([bar(100, 103, 99, 102), bar(102.5, 104, 99, 99.5)])).toContain('bearishEngulfing');
  });

  test('finds three white soldiers and three black crows', () => {
    expect(names([bar(10, 12.1, 9.9, 12), bar(11, 13.1, 10.9, 13), bar(12, 14.1, 11.9, 14)])).toContain(
      'threeWhiteSoldiers',
    );
    expect(names([bar(14, 14.1, 11.9, 12), bar(13, 13.1, 10.9, 11), bar(12, 12.1, 9.9, 10)])).toContain(
      'threeBlackCrows',
    );
  });

  test('finds a doji', () => {
    expect(candlestickPatterns([bar(100, 102, 98, 100)])).toContainEqual({name: 'doji', direction: 'neutral'});
  });

  test('only looks at the last candles', () => {
    const engulfing = [bar(102, 103, 99, 100), bar(99.5, 104, 99, 103.5)];
    expect(names([...wave, ...engulfing])).toContain('bullishEngulfing');
    expect(names([...engulfing, bar(103, 107, 102, 106)])).not.toContain('bullishEngulfing');
  });

  test('never asks a detector for more candles than there are, which would print a warning', () => {
    const warn = vi.spyOn(console, 'warn');
    for (let count = 0; count <= 6; count += 1) candlestickPatterns(wave.slice(0, count));
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
    expect(candlestickPatterns([])).toEqual([]);
  });

  test('lists every pattern once', () => {
    expect(new Set(CANDLESTICK_PATTERNS.map(each => each.name)).size).toBe(CANDLESTICK_PATTERNS.length);
    expect(CANDLESTICK_PATTERNS.length).toBe(35);
  });
});

describe('longTail', () => {
  test.each(LONG_TAIL)('%s gives one number per candle once it is warm', name => {
    const outputs = Object.values(longTail(name, wave));
    expect(outputs.length).toBeGreaterThan(0);
    for (const column of outputs) {
      expect(column.length).toBe(wave.length);
      const first = column.findIndex(value => !Number.isNaN(value));
      expect(first).toBeGreaterThanOrEqual(0);
      expect(first).toBeLessThan(100);
      expect(column.subarray(first).every(Number.isFinite)).toBe(true);
    }
  });

  test('is the library, aligned with the candles', () => {
    const {value = new Float64Array()} = longTail('moneyFlowIndex', wave, {period: 10});
    const expected = technical.MFI.calculate({
      period: 10,
      high: wave.map(candle => candle.high),
      low: wave.map(candle => candle.low),
      close: wave.map(candle => candle.close),
      volume: wave.map(candle => candle.volume),
    });
    expect([...value.slice(-expected.length)]).toEqual(expected);
    expect(Number.isNaN(value[wave.length - expected.length - 1])).toBe(true);
  });

  test('refuses what it does not know', () => {
    expect(() => longTail('vortex', wave)).toThrow(
      'Unknown long-tail indicator "vortex". Known: accumulationDistribution,',
    );
    expect(() => longTail('trix', wave, {length: 3})).toThrow(
      'Unknown parameter "length" of indicator "trix". Known: period.',
    );
    expect(() => longTail('trix', wave, {period: 0})).toThrow('expected a positive number');
  });
});
