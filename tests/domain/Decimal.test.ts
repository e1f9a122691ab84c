import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Decimal, decimal, fromNumber, toNumber, toText} from '../../core/domain/Decimal.ts';

const DIGITS = 12;

/** Canonical text by digit shifting alone. */
const written = (scaled: bigint): string => {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(DIGITS + 1, '0');
  const fraction = digits.slice(-DIGITS).replace(/0+$/, '');
  const whole = digits.slice(0, -DIGITS);

  return `${scaled < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
};

const scaled = (max: bigint) => fc.bigInt({min: -max, max});

/** Small and large amounts, with few digits after the point and with all twelve. */
const amounts = fc.oneof(
  scaled(10n ** 30n),
  scaled(10n ** 13n),
  scaled(10n ** 5n),
  scaled(10n ** 16n).map(value => value * 10_000n),
  scaled(10n ** 9n).map(value => value * 10n ** 10n),
);

describe('Decimal', () => {
  test('text and amount stand for each other to the last digit', () => {
    fc.assert(
      fc.property(amounts, amount => {
        expect(toText(amount as Decimal)).toBe(written(amount));
        expect(decimal(written(amount))).toBe(amount);
      }),
      {numRuns: 2_000},
    );
  });

  test('the nearest float is that of the text', () => {
    fc.assert(
      fc.property(amounts, amount => {
        expect(toNumber(amount as Decimal)).toBe(Number(written(amount)));
      }),
      {numRuns: 2_000},
    );
  });

  test('a float becomes its shortest text, cut at the twelfth digit', () => {
    const floats = fc.oneof(
      fc.double({min: -1e9, max: 1e9, noNaN: true}),
      fc.integer({min: -1e9, max: 1e9}).map(cents => cents / 100),
      fc.integer({min: -1e9, max: 1e9}).map(units => units / 1e8),
    );
    fc.assert(
      fc.property(floats, value => {
        const [whole = '', fraction = ''] = value.toFixed(20).split('.');
        const text = String(value).includes('e') ? `${whole}.${fraction}` : String(value);
        const [integer = '', digits = ''] = text.split('.');
        const expected = BigInt(integer.replace('-', '') + digits.slice(0, DIGITS).padEnd(DIGITS, '0'));

        expect(fromNumber(value)).toBe(value < 0 ? -expected : expected);
      }),
      {numRuns: 2_000},
    );
  });

  test.each(['0', '-0', '0.0', '00.10', '5.', '+5', '-12.5e-3', '1e-8', '123456789012345678.123456789012'])(
    'reads %j',
    text => {
      const plain = Number(text);

      expect(toNumber(decimal(text))).toBe(plain === 0 ? 0 : plain);
    },
  );

  test.each(['', '-', '.', '.5', '-.5', '1..2', '1.2.3', '1-2', '--1', ' 1', '1 ', '0x1', '1,5', 'NaN', '1e', '٣'])(
    'refuses %j',
    text => {
      expect(() => decimal(text)).toThrow(`Not a decimal number: "${text}". Write it like 43120.50.`);
    },
  );

  test('refuses a thirteenth digit that would be lost, and takes one that is zero', () => {
    expect(() => decimal('0.1234567890123')).toThrow('has more than 12 digits after the point');
    expect(decimal('0.1234567890120')).toBe(decimal('0.123456789012'));
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses the float %d', value => {
    expect(() => fromNumber(value)).toThrow(`Not a finite number: ${value}.`);
  });
});
