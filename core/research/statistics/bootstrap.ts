import {Random} from '../../../brokers/simulator/flow/Random.ts';
import {MIN_TRADES} from './ratios.ts';

type Options = {
  readonly seed: number;
  /** Resamples; 2,000 unless told. */
  readonly rounds?: number;
  /** Fewest values that are judged; MIN_TRADES unless told. */
  readonly least?: number;
};

/**
 * Chance of a mean as far above zero if the true mean were zero: values are moved to mean zero, drawn anew with replacement,
 * and their t-statistics compared with the one seen (Efron & Tibshirani 1993, algorithm 16.2).
 * Null below the least sample or without any spread. Trades that hang together make it too small.
 */
export const bootstrapPValue = (values: readonly number[], options: Options): number | null => {
  const {seed, rounds = 2_000, least = MIN_TRADES} = options;
  if (values.length < Math.max(2, least) || values.every(value => value === values[0])) return null;
  const seen = tStatistic(values);
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = Float64Array.from(values, value => value - centre);
  const random = new Random(`bootstrap ${seed}`);
  const sample = new Float64Array(values.length);
  let asExtreme = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (let index = 0; index < sample.length; index += 1) {
      sample[index] = centred[Math.floor(random.uniform() * centred.length)] ?? 0;
    }
    if (tStatistic(sample) >= seen) asExtreme += 1;
  }

  // The sample itself is one of the possible draws: a p-value is never zero (Davison & Hinkley 1997, eq. 4.11).
  return (asExtreme + 1) / (rounds + 1);
};

/** Mean over its standard error; NaN without any spread. */
const tStatistic = (values: ArrayLike<number>): number => {
  const count = values.length;
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < count; index += 1) sum += values[index] ?? 0;
  const centre = sum / count;
  for (let index = 0; index < count; index += 1) squares += ((values[index] ?? 0) - centre) ** 2;

  return squares === 0 ? Number.NaN : centre / Math.sqrt(squares / (count - 1) / count);
};
