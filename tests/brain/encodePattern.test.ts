import fc from 'fast-check';
import {expect, it} from 'vitest';
import {encodePattern, SHAPE_BARS, SHAPE_LENGTH} from '../../core/brain/encodePattern.ts';
import {shapeDistance} from '../../core/brain/PatternOutcomes.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import {livelyMarket, mirrored, scaled} from './market.ts';

const shapeOf = (candles: readonly Candle[]): {unit: number; shape: Float64Array} => {
  const shape = new Float64Array(SHAPE_LENGTH);

  return {unit: encodePattern(candles, shape), shape};
};

const aWindow = fc.integer({min: 1, max: 1_000_000}).map(seed => livelyMarket(seed, SHAPE_BARS));

const UPPER_WICK = 5;
const LOWER_WICK = 6;
const UNDIRECTED = [0, 7];

it('sees the same shape at ten times, or a thousandth of, the price', () => {
  fc.assert(
    fc.property(aWindow, fc.constantFrom(10, 0.001, 3.7), (candles, factor) => {
      const distance = shapeDistance(shapeOf(candles).shape, shapeOf(scaled(candles, factor)).shape);
      expect(distance).toBeLessThan(0.0002);
    }),
  );
});

it('measures in units of the mean true range', () => {
  const climb = Array.from({length: SHAPE_BARS}, (_, index) => ({
    time: index * 60_000,
    open: 100 + index,
    high: 101.5 + index,
    low: 99.5 + index,
    close: 101 + index,
    volume: 1,
  }));
  const {unit, shape} = shapeOf(climb);

  expect(unit).toBe(2);
  expect([...shape.slice(0, 8)]).toEqual([0, 0.9412, 1, 0.5, 0.5, 0.25, 0.25, 0]);
  [15, 1, 4, 8, 2, 6, 3, 12].forEach((bars, index) => {
    expect(shape[8 + index]).toBeCloseTo(Math.sqrt(bars) / 2, 4);
  });
});

it('turns every directed feature around, exactly, when the path is upside down', () => {
  fc.assert(
    fc.property(aWindow, candles => {
      const {shape} = shapeOf(candles);
      const turned = shapeOf(mirrored(candles, 4096)).shape;
      const expected = [...shape].map((feature, index) => (UNDIRECTED.includes(index) ? feature : -feature));
      expected[UPPER_WICK] = shape[LOWER_WICK] ?? Number.NaN;
      expected[LOWER_WICK] = shape[UPPER_WICK] ?? Number.NaN;
      expect(shapeDistance(turned, expected)).toBeLessThan(0.0001);
    }),
  );
});

it('tells different shapes apart', () => {
  expect(
    shapeDistance(shapeOf(livelyMarket(1, SHAPE_BARS)).shape, shapeOf(livelyMarket(2, SHAPE_BARS)).shape),
  ).toBeGreaterThan(0.3);
});

it('gives zeros and no unit for a market that stands still', () => {
  const still = livelyMarket(1, SHAPE_BARS).map(each => ({...each, open: 5, high: 5, low: 5, close: 5}));

  expect(shapeOf(still)).toEqual({unit: 0, shape: new Float64Array(SHAPE_LENGTH)});
});

it('keeps every feature within four units, whatever the candle', () => {
  const wild = livelyMarket(1, SHAPE_BARS);
  wild[SHAPE_BARS - 1] = {time: 9, open: 1, high: 1e9, low: 1, close: 1e9, volume: 1e12};
  for (const feature of shapeOf(wild).shape) expect(Math.abs(feature)).toBeLessThanOrEqual(4);
});

it('writes at the offset and nowhere else', () => {
  const target = new Float64Array(SHAPE_LENGTH * 3).fill(9);
  encodePattern(livelyMarket(4, SHAPE_BARS), target, SHAPE_LENGTH);

  expect([...target.slice(0, SHAPE_LENGTH), ...target.slice(2 * SHAPE_LENGTH)].every(each => each === 9)).toBe(true);
  expect(target.slice(SHAPE_LENGTH, 2 * SHAPE_LENGTH)).toEqual(shapeOf(livelyMarket(4, SHAPE_BARS)).shape);
});

it('says how many candles it needs', () => {
  expect(() => shapeOf(livelyMarket(1, 3))).toThrow(`A shape needs ${SHAPE_BARS} candles, got 3.`);
});
