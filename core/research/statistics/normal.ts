const NUMERATOR = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
  220.206867912376,
];
const DENOMINATOR = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
];

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);

/** Beyond it the rational approximation gives way to a continued fraction. */
const SPLIT = 7.07106781186547;

/** Chance that a standard normal variable is at most `x`, to 15 places, and to 8 digits in the far tail (Hart 1968 as given by West 2005). */
export const normalCdf = (x: number): number => {
  const z = Math.abs(x);
  const tail = z > 37 ? 0 : Math.exp((-z * z) / 2) * upperShape(z);

  return x > 0 ? 1 - tail : tail;
};

const upperShape = (z: number): number => {
  if (z < SPLIT) return polynomial(NUMERATOR, z) / polynomial(DENOMINATOR, z);

  return 1 / ((z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))))) * 2.506628274631);
};

const BOUND = 40;
const HALVINGS = 80;

/** The x with `normalCdf(x) = probability`, by halving. @throws RangeError unless 0 < probability < 1. */
export const normalQuantile = (probability: number): number => {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`A probability between 0 and 1 is needed, got "${probability}".`);
  }
  let [low, high] = [-BOUND, BOUND];
  for (let count = 0; count < HALVINGS; count += 1) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < probability) low = middle;
    else high = middle;
  }

  return (low + high) / 2;
};
