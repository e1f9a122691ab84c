/** Sample moments of a series, as the formulas of the ratios want them. */

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const centralMoment = (values: readonly number[], order: number): number => {
  const centre = mean(values);

  return values.reduce((sum, value) => sum + (value - centre) ** order, 0) / values.length;
};

/** Sample standard deviation, with n - 1; exactly 0 where all values are equal. NaN below two values. */
export const deviation = (values: readonly number[]): number => {
  if (values.length < 2) return Number.NaN;
  // Their mean may round to something else, and what is left would pass for a spread.
  if (values.every(value => value === values[0])) return 0;

  return Math.sqrt((centralMoment(values, 2) * values.length) / (values.length - 1));
};

/** Skewness g3 = m3 / m2^1.5; 0 for a symmetrical distribution. */
export const skewness = (values: readonly number[]): number =>
  centralMoment(values, 3) / centralMoment(values, 2) ** 1.5;

/** Plain kurtosis g4 = m4 / m2^2; 3 for a normal distribution. */
export const kurtosis = (values: readonly number[]): number => centralMoment(values, 4) / centralMoment(values, 2) ** 2;

/** The value below which `share` of the sorted values lie, linear between two (type 7 of Hyndman & Fan 1996). */
export const quantile = (sorted: readonly number[], share: number): number => {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;

  return below + (above - below) * (place - Math.floor(place));
};
