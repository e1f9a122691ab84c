import fc from 'fast-check';
import {expect, test} from 'vitest';
import {roundToDigits} from '../../core/brain/roundToDigits.ts';

const values = fc.oneof(
  fc.double({min: -1e6, max: 1e6, noNaN: true}),
  fc.double({min: -1, max: 1, noNaN: true}),
  fc.double({noNaN: true, noDefaultInfinity: true}),
);

test('rounds as toPrecision does', () => {
  fc.assert(
    fc.property(values, fc.integer({min: 3, max: 7}), (value, digits) => {
      const text = roundToDigits(value, digits).toString();

      expect(text).toBe((Number(value.toPrecision(digits)) + 0).toString());
    }),
    {numRuns: 2_000},
  );
});

test('the mirrored value is the negated one', () => {
  fc.assert(
    fc.property(values, value => {
      expect(roundToDigits(-value, 7)).toBe(0 - roundToDigits(value, 7));
    }),
  );
});

test.each([
  [0, 0],
  [-0, 0],
  [9.9999999, 10],
  [99_999_999, 100_000_000],
  [0.00012345678, 0.0001234568],
  [1e-12, 1e-12],
  [1.23456789e20, 1.234568e20],
])('%d is %d with seven digits', (value, expected) => {
  expect(roundToDigits(value, 7)).toBe(expected);
});
