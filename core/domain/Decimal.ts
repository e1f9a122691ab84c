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

const POWERS: readonly bigint[] = Array.from({length: DIGITS + 1}, (_, exponent) => 10n ** BigInt(exponent));

const FLOAT_POWERS = Float64Array.from(POWERS, Number);

const floatPow10 = (exponent: number): number => FLOAT_POWERS[exponent] ?? Number.NaN;

const pow10 = (exponent: number): bigint => POWERS[exponent] ?? 10n ** BigInt(exponent);

/**
 * Nearly all amounts have at most eight digits after the point and fifteen in all. Such a decimal and its nearest float
 * stand for each other without loss, and floats are many times faster than big integers and text.
 */
const FEW_DIGITS = 8;
const FLOAT_SCALE = 1e8;
const FLOAT_LIMIT = 1e15;
const STEP = pow10(DIGITS - FEW_DIGITS);

/**
 * Reads decimal text such as `43120.50`, `-0.001` or `1e-8`.
 * @throws RangeError on anything else, or when a digit beyond the twelfth would be lost.
 */
export const decimal = (text: string): Decimal => {
  const plain = plainDecimal(text);
  if (plain !== null) return plain;
  const match = PATTERN.exec(text);
  if (match === null) throw new RangeError(`Not a decimal number: "${text}". Write it like 43120.50.`);

  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(whole + fraction);
  const shift = DIGITS - fraction.length + Number(exponent);
  const scaled = shift >= 0 ? digits * pow10(shift) : dropZeros(digits, -shift, text);

  return brand(sign === '-' ? -scaled : scaled);
};

const ZERO_CODE = 48;
const POINT_CODE = 46;
const MINUS_CODE = 45;
/** Digits, point and sign that surely make an exact float. */
const PLAIN_LENGTH = 15;
/** Up to it a number, written with eight digits after the point, is still an exact float. */
const WHOLE_LIMIT = FLOAT_LIMIT / FLOAT_SCALE;

/** What is nearly always read, digits with or without a point, without a regular expression; null for all else. */
const plainDecimal = (text: string): Decimal | null => {
  const start = text.charCodeAt(0) === MINUS_CODE ? 1 : 0;
  let digits = 0;
  let point = text.length;
  if (text.length > PLAIN_LENGTH) return null;
  for (let index = start; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - ZERO_CODE;
    if (digit >= 0 && digit <= 9) digits = digits * 10 + digit;
    else if (digit === POINT_CODE - ZERO_CODE && point === text.length) point = index;
    else return null;
  }
  const fraction = Math.max(0, text.length - point - 1);
  if (point === start || fraction > DIGITS) return null;
  const signed = start === 1 ? -digits : digits;
  if (fraction <= FEW_DIGITS && digits <= WHOLE_LIMIT) return fromDigits(signed * floatPow10(FEW_DIGITS - fraction));

  return brand(BigInt(signed) * pow10(DIGITS - fraction));
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
  const coarse = Math.round(value * FLOAT_SCALE);
  if (Math.abs(coarse) < FLOAT_LIMIT && coarse / FLOAT_SCALE === value) return fromDigits(coarse);
  if (Number.isInteger(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return brand(BigInt(value) * SCALE);
  if (Math.abs(value * 1e12) < 1) return ZERO;

  return cutFloat(value) ?? fromText(String(value));
};

const FLOAT_DIGITS = 1e12;
/** More than a product is rounded by, as a share of it. */
const PRODUCT_ERROR = 2 * Number.EPSILON;

/**
 * The float cut at the twelfth digit, where no rounding can have carried it over one; null where text has to tell. A
 * decimal of twelve digits that the float stands for lies at such an edge.
 */
const cutFloat = (value: number): Decimal | null => {
  const scaled = Math.abs(value) * FLOAT_DIGITS;
  const digits = Math.floor(scaled);
  const cut = scaled - digits;
  const edge = scaled * PRODUCT_ERROR;
  if (scaled >= FLOAT_LIMIT || cut <= edge || cut >= 1 - edge) return null;
  const high = Math.floor(digits / HALF);
  HALVES.setUint32(0, digits - high * HALF, true);
  HALVES.setInt32(4, high, true);
  const magnitude = HALVES.getBigInt64(0, true);

  return brand(value < 0 ? -magnitude : magnitude);
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
export const toNumber = (value: Decimal): number => asFloat(value) ?? nearestFloat(value) ?? Number(toText(value));

/**
 * Eight bytes through which a number of 64 bits passes in two halves: floats hold each half exactly, and reckon with
 * them several times faster than big integers do. Nothing stays in it between two calls.
 */
const HALVES = new DataView(new ArrayBuffer(8));
const HALF = 0x1_0000_0000;
const FLOAT_STEP = Number(STEP);
/** Multiplied by the step it surely fits into 64 bits. */
const HALVES_LIMIT = 9e14;

/** A whole number of the eighth digit. */
const fromDigits = (digits: number): Decimal => {
  if (Math.abs(digits) > HALVES_LIMIT) return brand(BigInt(digits) * STEP);
  const high = Math.floor(digits / HALF);
  const low = (digits - high * HALF) * FLOAT_STEP;
  const carried = Math.floor(low / HALF);
  HALVES.setUint32(0, low - carried * HALF, true);
  HALVES.setInt32(4, high * FLOAT_STEP + carried, true);

  return brand(HALVES.getBigInt64(0, true));
};

/** The float with the same shortest text; null where there may be none. */
const asFloat = (value: Decimal): number | null => {
  HALVES.setBigInt64(0, value, true);
  if (HALVES.getBigInt64(0, true) !== value) return null;
  const high = HALVES.getInt32(4, true);
  const wholes = Math.floor(high / FLOAT_STEP);
  const rest = (high - wholes * FLOAT_STEP) * HALF + HALVES.getUint32(0, true);
  const low = Math.floor(rest / FLOAT_STEP);
  if (low * FLOAT_STEP !== rest) return null;
  const digits = wholes * HALF + low;

  return Math.abs(digits) < FLOAT_LIMIT ? digits / FLOAT_SCALE : null;
};

/** 10^12 is 5^12 times 2^12. */
const ODD_SCALE = 244_140_625;
const EVEN_SCALE = 0x1000;
const HIGH_SCALE = HALF / EVEN_SCALE;
/** More than the rounding of a fraction of one can amount to. */
const FRACTION_ERROR = Number.EPSILON / 2;

/** The whole number of units below a number of 64 bits that is not negative; then `rest`, in the twelfth digit, is what it leaves. */
const wholeOf = (high: number, low: number): number => Math.floor((high * HIGH_SCALE + (low >>> 12)) / ODD_SCALE);

const restOf = (high: number, low: number, whole: number): number =>
  (high * HIGH_SCALE + (low >>> 12) - whole * ODD_SCALE) * EVEN_SCALE + (low & 0xfff);

/** Whole and rest added, where that is surely the nearest float; null where text has to tell. */
const nearestFloat = (value: bigint): number | null => {
  if (value < 0n) {
    const mirrored = nearestFloat(-value);
    return mirrored === null ? null : -mirrored;
  }
  HALVES.setBigInt64(0, value, true);
  if (HALVES.getBigInt64(0, true) !== value) return null;
  const high = HALVES.getInt32(4, true);
  const low = HALVES.getUint32(0, true);
  const whole = wholeOf(high, low);
  const fraction = restOf(high, low, whole) / FLOAT_DIGITS;
  const sum = whole + fraction;
  const lost = Math.abs(fraction - (sum - whole));

  return 2 * (lost + FRACTION_ERROR) < spacing(sum) || whole === 0 ? sum : null;
};

const EXPONENT = 0x7ff00000;
const FRACTION_BITS = 52 << 20;

/** From a float to the next one. */
const spacing = (float: number): number => {
  HALVES.setFloat64(0, float, true);
  const exponent = HALVES.getInt32(4, true) & EXPONENT;
  HALVES.setInt32(4, exponent - FRACTION_BITS, true);
  HALVES.setInt32(0, 0, true);

  return HALVES.getFloat64(0, true);
};

/** Floats below it have an exponent in their text. */
const LEAST_PLAIN_FLOAT = 1e-6;

/** Canonical text: no trailing zeros, no exponent, `-` only on a number below zero. */
export const toText = (value: Decimal): string => {
  const float = asFloat(value);
  if (float !== null && (float === 0 || Math.abs(float) >= LEAST_PLAIN_FLOAT)) return String(float);

  return value < 0n ? `-${exactText(-value)}` : exactText(value);
};

/** Of a number that is not negative. */
const exactText = (value: bigint): string => {
  HALVES.setBigInt64(0, value, true);
  if (HALVES.getBigInt64(0, true) !== value) return joinText(String(value / SCALE), Number(value % SCALE));
  const high = HALVES.getInt32(4, true);
  const low = HALVES.getUint32(0, true);
  const whole = wholeOf(high, low);

  return joinText(String(whole), restOf(high, low, whole));
};

/** `rest` is in the twelfth digit. */
const joinText = (whole: string, rest: number): string => {
  if (rest === 0) return whole;
  let digits = DIGITS;
  let shortened = rest;
  for (; shortened % 10 === 0; digits -= 1) shortened /= 10;

  return `${whole}.${String(shortened).padStart(digits, '0')}`;
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

/** What the first is in parts of the second; the scale cancels out, so no text is needed on the way. */
export const toRatio = (part: Decimal, whole: Decimal): number => Number(part) / Number(whole);

const ratio = (numerator: bigint, denominator: bigint, rounding: Rounding): bigint => {
  const quotient = numerator / denominator;
  const isNegative = numerator < 0n !== denominator < 0n;
  const isAwayFromZero = rounding === 'up' || rounding === (isNegative ? 'floor' : 'ceil');
  if (!isAwayFromZero || quotient * denominator === numerator) return quotient;

  return isNegative ? quotient - 1n : quotient + 1n;
};
