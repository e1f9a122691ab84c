import {Random} from '../../../../brokers/simulator/flow/Random.ts';
import type {Point} from './SearchSpace.ts';

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

type Shape = {readonly dimensions: number; readonly count: number; readonly seed: number};

/**
 * Points that cover the unit cube evenly: a Halton sequence with its digits permuted and each dimension shifted, both by the seed,
 * because plain Halton points of the larger primes lie on lines (Owen 2017, A randomized Halton algorithm).
 * @throws RangeError beyond twelve dimensions.
 */
export const scrambledHalton = ({dimensions, count, seed}: Shape): readonly Point[] => {
  if (dimensions > PRIMES.length) throw new RangeError(`${dimensions} dimensions; at most ${PRIMES.length} are known.`);
  const axes = PRIMES.slice(0, dimensions).map((prime, axis) => {
    const random = new Random(`halton ${seed} ${axis}`);

    return {prime, digits: permutation(prime, random), shift: random.uniform()};
  });

  return Array.from({length: count}, (_, index) =>
    axes.map(({prime, digits, shift}) => (radicalInverse(index + 1, prime, digits) + shift) % 1),
  );
};

/** The digits of `index` in base `prime`, permuted and mirrored behind the point. */
const radicalInverse = (index: number, prime: number, digits: readonly number[]): number => {
  let value = 0;
  let weight = 1 / prime;
  for (let rest = index; rest > 0; rest = Math.floor(rest / prime)) {
    value += (digits[rest % prime] ?? 0) * weight;
    weight /= prime;
  }

  return value;
};

/** 0 stays 0, or every point would have endless digits. */
const permutation = (size: number, random: Random): readonly number[] => {
  const digits = Array.from({length: size}, (_, digit) => digit);
  for (let index = size - 1; index > 1; index -= 1) {
    const other = 1 + Math.floor(random.uniform() * index);
    const kept = digits[index] ?? 0;
    digits[index] = digits[other] ?? 0;
    digits[other] = kept;
  }

  return digits;
};
