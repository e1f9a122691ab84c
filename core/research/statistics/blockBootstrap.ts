import {Random} from '../../../brokers/simulator/flow/Random.ts';

type Options = {
  readonly seed: number;
  /** Resamples; 2,000 unless told. */
  readonly rounds?: number;
};

/**
 * Probability that one series of returns has the higher mean, both over the same periods: their differences are drawn anew in
 * blocks of about the cube root of their number, which keeps what hangs together (moving blocks, Künsch 1989), round the end back to
 * the beginning (Politis & Romano 1992). A half where they never differ.
 * @throws RangeError on series of different lengths or without any period.
 */
export const chanceOfBetter = (ours: readonly number[], theirs: readonly number[], options: Options): number => {
  const {seed, rounds = 2_000} = options;
  const count = ours.length;
  if (count === 0 || theirs.length !== count) {
    throw new RangeError(`Two series over the same periods are needed, got ${count} and ${theirs.length} periods.`);
  }
  const differences = Float64Array.from(ours, (value, index) => value - (theirs[index] ?? 0));
  const block = Math.max(1, Math.round(Math.cbrt(count)));
  const random = new Random(`block bootstrap ${seed}`);
  let better = 0;
  for (let round = 0; round < rounds; round += 1) {
    const sum = drawSum(differences, block, random);
    better += sum > 0 ? 1 : sum === 0 ? 0.5 : 0;
  }

  return better / rounds;
};

const drawSum = (values: Float64Array, block: number, random: Random): number => {
  let sum = 0;
  for (let drawn = 0; drawn < values.length; drawn += block) {
    const first = Math.floor(random.uniform() * values.length);
    const length = Math.min(block, values.length - drawn);
    for (let offset = 0; offset < length; offset += 1) sum += values[(first + offset) % values.length] ?? 0;
  }

  return sum;
};
