/** Exact as floats. */
const POWERS = Float64Array.from({length: 23}, (_, exponent) => Number(`1e${exponent}`));

const pow10 = (exponent: number): number => POWERS[exponent] ?? Number.NaN;

/** Outside these the decimals needed could go beyond the powers above. */
const SMALLEST = 1e-9;
const LARGEST = 1e15;

/**
 * Rounds to so many significant digits, half away from zero, so that the mirrored value is exactly the negated one;
 * never -0, which JSON would lose. As `toPrecision` does it, but without a text on the way.
 */
export const roundToDigits = (value: number, digits: number): number => {
  const magnitude = Math.abs(value);
  if (Number.isInteger(value) && magnitude < pow10(digits)) return value + 0;
  if (!(magnitude >= SMALLEST && magnitude < LARGEST)) return Number(value.toPrecision(digits)) + 0;

  const decimals = digits - 1 - exponentOf(magnitude);
  const power = pow10(Math.abs(decimals));
  const rounded =
    decimals >= 0 ? Math.floor(magnitude * power + 0.5) / power : Math.floor(magnitude / power + 0.5) * power;

  return value < 0 ? -rounded : rounded;
};

/** Power of ten of the first digit that is not zero. */
const exponentOf = (magnitude: number): number => {
  if (magnitude < 1) return -leadingZeros(magnitude);
  let exponent = 0;
  for (let power = 10; magnitude >= power; power *= 10) exponent += 1;

  return exponent;
};

/** Places after the point up to the first digit that is not zero. */
const leadingZeros = (magnitude: number): number => {
  let places = 1;
  while (magnitude * pow10(places) < 1) places += 1;

  return places;
};
