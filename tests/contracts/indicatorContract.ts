import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Candle} from '../../core/domain/Candle.ts';
import type {Indicator, IndicatorDefinition, IndicatorSnapshot} from '../../indicators/Indicator.ts';

/** What an output does when prices are multiplied or moved: the same to the output, nothing, or nothing that can be said. */
export type Reaction = 'follows' | 'same' | 'unsaid';

export type IndicatorExpectation = {
  /** Short look-backs, so that random runs get well past the warm-up. */
  readonly params: Readonly<Record<string, number>>;
  readonly firstIndex: number;
  /** Per output: reaction to prices * k and to prices + c. */
  readonly reactions: Readonly<Record<string, readonly [scale: Reaction, shift: Reaction]>>;
  /** The definition again, as plainly as arrays allow: per output one number per candle. */
  readonly batch: (
    candles: readonly Candle[],
    params: Readonly<Record<string, number>>,
  ) => readonly (readonly number[])[];
};

const CANDLES = 90;
const RUNS = 25;
const HOUR_MS = 3_600_000;
/** Prices are multiples of this, so that sums and shifts of them are exact and properties need no tolerance for input noise. */
const TICK = 1 / 64;

const bar = fc.record({
  open: fc.integer({min: 3200, max: 9600}),
  close: fc.integer({min: 3200, max: 9600}),
  above: fc.integer({min: 0, max: 200}),
  below: fc.integer({min: 0, max: 200}),
  volume: fc.integer({min: 0, max: 1000}),
});

/** Random hourly candles over several days, jumps and bars without volume included. */
export const randomCandles: fc.Arbitrary<readonly Candle[]> = fc
  .array(bar, {minLength: CANDLES, maxLength: CANDLES})
  .map(bars =>
    bars.map(({open, close, above, below, volume}, index) => ({
      time: index * HOUR_MS,
      open: open * TICK,
      high: (Math.max(open, close) + above) * TICK,
      low: (Math.min(open, close) - below) * TICK,
      close: close * TICK,
      volume,
    })),
  );

const priced = (candle: Candle, map: (price: number) => number): Candle => ({
  ...candle,
  open: map(candle.open),
  high: map(candle.high),
  low: map(candle.low),
  close: map(candle.close),
});

const flatCandles = (price: number, volume: number): readonly Candle[] =>
  Array.from({length: CANDLES}, (_, index) => ({
    time: index * HOUR_MS,
    open: price,
    high: price,
    low: price,
    close: price,
    volume,
  }));

/** One row of outputs per candle. */
const run = (indicator: Indicator, candles: readonly Candle[]): readonly (readonly number[])[] =>
  candles.map(candle => {
    indicator.update(candle);

    return [...indicator.values];
  });

const noCandle = (): never => expect.fail('no candle');

const throughText = (snapshot: IndicatorSnapshot): IndicatorSnapshot =>
  JSON.parse(JSON.stringify(snapshot)) as IndicatorSnapshot;

/** A line about the difference, or none if it is within tolerance (relative above 1). */
const mismatch = (actual: number, expected: number, tolerance: number, where: string): readonly string[] => {
  const isEqual =
    Object.is(actual, expected) || Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));

  return isEqual ? [] : [`${where}: ${actual}, expected ${expected}`];
};

const check = (property: (candles: readonly Candle[]) => void): void =>
  fc.assert(fc.property(randomCandles, property), {numRuns: RUNS});

/** What every registered indicator promises. */
export const indicatorContract = (definition: IndicatorDefinition, expectation: IndicatorExpectation): void => {
  const {params, firstIndex, reactions, batch} = expectation;
  const create = (): Indicator => definition.create(params);

  describe(`${definition.name} keeps the indicator contract`, () => {
    test('names its outputs, first index and key', () => {
      expect(create().outputs).toEqual(Object.keys(reactions));
      expect(create().firstIndex).toBe(firstIndex);
      expect(definition.key({})).toBe(definition.key(defaultsOf(definition)));
    });

    test('is NaN before its first index and finite from there on', () => {
      check(candles => {
        const rows = run(create(), candles);
        expect(rows.slice(0, firstIndex).flat().every(Number.isNaN)).toBe(true);
        expect(rows.slice(firstIndex).flat().every(Number.isFinite)).toBe(true);
      });
    });

    test('is NaN and finite alike with its defaults', () => {
      const indicator = definition.create({});
      const candles = fc.sample(randomCandles, {numRuns: 2, seed: 1}).flat();
      const rows = run(indicator, candles);
      expect(rows.slice(0, indicator.firstIndex).flat().every(Number.isNaN)).toBe(true);
      expect(rows.slice(indicator.firstIndex).flat().every(Number.isFinite)).toBe(true);
    });

    test('is warm exactly from its first index on', () => {
      const indicator = create();
      const [candles = []] = fc.sample(randomCandles, {numRuns: 1, seed: 2});
      candles.forEach((candle, index) => {
        indicator.update(candle);
        expect(indicator.isWarm).toBe(index >= firstIndex);
      });
    });

    test('peek equals the update that follows and changes nothing', () => {
      check(candles => {
        const peeking = create();
        const plain = create();
        for (const candle of candles) {
          peeking.peek(priced(candle, price => price * 3));
          const before = JSON.stringify(peeking.snapshot());
          const peeked = [...peeking.peek(candle)];
          expect(JSON.stringify(peeking.snapshot())).toBe(before);
          peeking.update(candle);
          plain.update(candle);
          expect(peeked).toEqual([...peeking.values]);
          expect([...plain.values]).toEqual([...peeking.values]);
        }
      });
    });

    test('hands out the same arrays all the time', () => {
      const indicator = create();
      const [candle = noCandle()] = flatCandles(10, 1);
      const {values, forming} = indicator;
      indicator.update(candle);
      expect(indicator.values).toBe(values);
      expect(indicator.peek(candle)).toBe(forming);
    });

    test('goes on from a snapshot as JSON text, at any index, to the last bit', () => {
      fc.assert(
        fc.property(randomCandles, fc.nat(CANDLES), (candles, cut) => {
          const first = create();
          run(first, candles.slice(0, cut));
          const second = create();
          run(second, candles.slice(0, cut % 7));
          second.restore(throughText(first.snapshot()));
          expect([...second.values]).toEqual([...first.values]);
          expect(run(second, candles.slice(cut))).toEqual(run(first, candles.slice(cut)));
          expect(second.snapshot()).toEqual(first.snapshot());
        }),
        {numRuns: RUNS},
      );
    });

    test('refuses a snapshot of another shape', () => {
      expect(() => create().restore({})).toThrow('Indicator snapshot field');
    });

    test('reacts to scaled and shifted prices as its units say', () => {
      const scale = 4;
      const shift = 1000;
      check(candles => {
        const plain = run(create(), candles);
        const scaled = run(
          create(),
          candles.map(candle => priced(candle, price => price * scale)),
        );
        const shifted = run(
          create(),
          candles.map(candle => priced(candle, price => price + shift)),
        );
        const off = Object.entries(reactions).flatMap(([output, [onScale, onShift]], column) =>
          plain.flatMap((row, index) => {
            const value = row[column] ?? Number.NaN;
            const onceScaled =
              onScale === 'unsaid' ? scaled[index]?.[column] : onScale === 'follows' ? value * scale : value;
            const onceShifted =
              onShift === 'unsaid' ? shifted[index]?.[column] : onShift === 'follows' ? value + shift : value;

            return [
              ...mismatch(scaled[index]?.[column] ?? 0, onceScaled ?? 0, 0, `scaled ${output} at ${index}`),
              ...mismatch(shifted[index]?.[column] ?? 0, onceShifted ?? 0, 1e-9, `shifted ${output} at ${index}`),
            ];
          }),
        );
        expect(off).toEqual([]);
      });
    });

    test('stays finite on constant prices and without volume', () => {
      for (const [price, volume] of [
        [100.1, 5],
        [0.1 + 0.2, 0],
        [67_123.45, 0],
        [0, 0],
      ] as const) {
        const rows = run(create(), flatCandles(price, volume));
        for (const row of rows.slice(firstIndex)) for (const value of row) expect(value).toSatisfy(Number.isFinite);
      }
    });

    test('forgets a move within bounds: flat prices after random ones stay finite', () => {
      check(candles => {
        const indicator = create();
        run(indicator, candles);
        for (const row of run(indicator, flatCandles(100.1, 0)))
          for (const value of row) expect(value).toSatisfy(Number.isFinite);
      });
    });

    test('refuses parameters that are unknown, out of range or no number', () => {
      expect(() => definition.create({perod: 5})).toThrow(
        `Unknown parameter "perod" of indicator "${definition.name}"`,
      );
      for (const [name, {min, max}] of Object.entries(definition.parameters)) {
        for (const value of [min - 1, max + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
          expect(() => definition.create({[name]: value})).toThrow(
            `Parameter "${name}" of indicator "${definition.name}" is`,
          );
        }
      }
    });

    test('refuses half a bar', () => {
      const whole = Object.entries(definition.parameters).filter(([, parameter]) => Number.isInteger(parameter.step));
      for (const [name, parameter] of whole) {
        expect(() => definition.create({[name]: parameter.default + 0.5})).toThrow('a whole number');
      }
      expect(whole.every(([name]) => !name.includes('multiplier'))).toBe(true);
    });

    test('equals its definition computed over the whole array', () => {
      check(candles => {
        const expected = batch(candles, params);
        const rows = run(create(), candles).slice(firstIndex);
        const off = rows.flatMap((row, late) =>
          row.flatMap((value, column) => {
            const index = firstIndex + late;

            return mismatch(value, expected[column]?.[index] ?? Number.NaN, 1e-9, `output ${column} at ${index}`);
          }),
        );
        expect(off).toEqual([]);
      });
    });
  });
};

const defaultsOf = (definition: IndicatorDefinition): Record<string, number> =>
  Object.fromEntries(Object.entries(definition.parameters).map(([name, parameter]) => [name, parameter.default]));
