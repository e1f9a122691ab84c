/** An exact decimal number with 12 digits after the point, for money, prices and quantities. */
export type Decimal = bigint & {readonly __unit: 'Decimal'};

/** `down` is towards zero, `up` away from it, `floor` and `ceil` towards the infinities. */
export type Rounding = 'down' | 'up' | 'floor' | 'ceil';

const DIGITS = 12;
const SCALE = 10n ** 12n;
const PATTERN = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

const brand = (scaled: bigint): Decimal => scaled as Decimal;

export const ZERO = brand(0n);
export const ONE = brand(SCALE);

const pow10 = (exponent: number): bigint => 10n ** BigInt(exponent);

/**
 * Reads decimal text such as `43120.50`, `-0.001` or `1e-8`.
 * @throws RangeError on anything else, or when a digit beyond the twelfth would be lost.
 */
export const decimal = (text: string): Decimal => {
  const match = PATTERN.exec(text);
  if (match === null) throw new RangeError(`Not a decimal number: "${text}". Write it like 43120.50.`);

  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(whole + fraction);
  const shift = DIGITS - fraction.length + Number(exponent);
  const scaled = shift >= 0 ? digits * pow10(shift) : dropZeros(digits, -shift, text);

  return brand(sign === '-' ? -scaled : scaled);
};

const dropZeros = (digits: bigint, count: number, text: string): bigint => {
  const divisor = pow10(count);
  if (digits % divisor !== 0n) throw new RangeError(`"${text}" has more than ${DIGITS} digits after the point.`);

  return digits / divisor;
};

/**
 * Reads a float through its shortest decimal text, so that 0.1 becomes exactly 0.1; digits beyond the twelfth are cut.
 * @throws RangeError on NaN and the infinities.
 */
export const fromNumber = (value: number): Decimal => {
  if (!Number.isFinite(value)) throw new RangeError(`Not a finite number: ${value}.`);
  const scaled = value * 1e12;
  if (Number.isInteger(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return brand(BigInt(value) * SCALE);
  if (Math.abs(scaled) < 1) return ZERO;

  return fromText(String(value));
};

const fromText = (text: string): Decimal => {
  const [mantissa = '', exponent] = text.split('e');
  if (exponent !== undefined) return fromText(expand(mantissa, Number(exponent)));
  const point = text.indexOf('.');

  return decimal(point === -1 ? text : text.slice(0, point + 1 + DIGITS));
};

const expand = (mantissa: string, exponent: number): string => {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = whole + fraction;
  const point = whole.length + exponent;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;

  return sign + digits.padEnd(point, '0');
};

/** The nearest float: for indicators, ratios and the screen, never for money that is kept. */
export const toNumber = (value: Decimal): number => Number(toText(value));

/** Canonical text: no trailing zeros, no exponent, `-` only on a number below zero. */
export const toText = (value: Decimal): string => {
  const magnitude = value < 0n ? -value : value;
  const whole = magnitude / SCALE;
  const fraction = magnitude % SCALE;
  const sign = value < 0n ? '-' : '';
  if (fraction === 0n) return sign + whole.toString();

  return `${sign}${whole}.${fraction.toString().padStart(DIGITS, '0').replace(/0+$/, '')}`;
};

export const add = (a: Decimal, b: Decimal): Decimal => brand(a + b);
export const subtract = (a: Decimal, b: Decimal): Decimal => brand(a - b);
export const negate = (a: Decimal): Decimal => brand(-a);
export const absolute = (a: Decimal): Decimal => (a < 0n ? brand(-a) : a);
export const minimum = (a: Decimal, b: Decimal): Decimal => (a <= b ? a : b);
export const maximum = (a: Decimal, b: Decimal): Decimal => (a >= b ? a : b);
export const sum = (values: Iterable<Decimal>): Decimal => {
  let total = 0n;
  for (const value of values) total += value;
  return brand(total);
};

/** The product, rounded at the twelfth digit. */
export const multiply = (a: Decimal, b: Decimal, rounding: Rounding): Decimal => brand(ratio(a * b, SCALE, rounding));

/** The quotient, rounded at the twelfth digit. Throws RangeError when `b` is zero. */
export const divide = (a: Decimal, b: Decimal, rounding: Rounding): Decimal => {
  if (b === 0n) throw new RangeError(`Division of ${toText(a)} by zero.`);

  return brand(ratio(a * SCALE, b, rounding));
};

/** The multiple of `step` next to `value` in the rounding's direction. `step` must be above zero. */
export const roundTo = (value: Decimal, step: Decimal, rounding: Rounding): Decimal => {
  if (step <= 0n) throw new RangeError(`A step must be above zero, got ${toText(step)}.`);

  return brand(ratio(value, step, rounding) * step);
};

const ratio = (numerator: bigint, denominator: bigint, rounding: Rounding): bigint => {
  const quotient = numerator / denominator;
  if (quotient * denominator === numerator) return quotient;
  const isNegative = numerator < 0n !== denominator < 0n;
  const step = isNegative ? -1n : 1n;

  switch (rounding) {
    case 'down':
      return quotient;
    case 'up':
      return quotient + step;
    case 'floor':
      return isNegative ? quotient - 1n : quotient;
    case 'ceil':
      return isNegative ? quotient : quotient + 1n;
    default:
      return rounding satisfies never;
  }
};
