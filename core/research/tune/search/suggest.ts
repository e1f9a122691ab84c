import type {Random} from '../../../../brokers/simulator/flow/Random.ts';
import type {Point} from './SearchSpace.ts';

/** Share of the trials that count as good. */
const GAMMA = 0.2;
/** Draws that compete for each coordinate. */
const CANDIDATES = 24;
/** Spread of the prior: wide enough that no place is ever out of reach. */
const PRIOR_SPREAD = 1;
/** No bell is narrower than the axis divided among so many; with fewer trials bells stay wider, or the search closes in on one. */
const MOST_BELLS = 100;

/** Bells at the good trials, and at the others, of one coordinate. */
type Axis = {readonly good: readonly Bell[]; readonly others: readonly Bell[]};

/** What the trials so far say about where to look next. `ranked` holds their places, the best first. */
export const learn = (ranked: readonly Point[]): readonly Axis[] => {
  const good = ranked.slice(0, Math.max(1, Math.ceil(ranked.length * GAMMA)));
  const others = ranked.slice(good.length);

  return (ranked[0] ?? []).map((_, axis) => ({good: parzen(good, axis), others: parzen(others, axis)}));
};

/**
 * The next place to try, by a tree-structured Parzen estimator, coordinate by coordinate (Bergstra, Bardenet, Bengio & Kégl 2011, §4):
 * of draws from the density of the good trials the one is taken where good trials are densest compared with the others.
 */
export const suggest = (learned: readonly Axis[], random: Random): Point =>
  learned.map(({good, others}) => {
    let best = 0.5;
    let bestRatio = Number.NEGATIVE_INFINITY;
    for (let count = 0; count < CANDIDATES; count += 1) {
      const candidate = draw(good, random);
      const ratio = densityAt(good, candidate) / densityAt(others, candidate);
      if (ratio <= bestRatio) continue;
      best = candidate;
      bestRatio = ratio;
    }

    return best;
  });

/** Bells at the trials, and one wide one over everything, all of the same weight. */
type Bell = {readonly centre: number; readonly spread: number};

/** Each bell is as wide as the larger gap beside it, within limits. */
const parzen = (points: readonly Point[], axis: number): readonly Bell[] => {
  const narrowest = 1 / Math.min(MOST_BELLS, points.length + 1);
  const centres = points.map(point => point[axis] ?? 0).sort((a, b) => a - b);
  const bells = centres.map((centre, index) => {
    const gap = Math.max(centre - (centres[index - 1] ?? 0), (centres[index + 1] ?? 1) - centre);

    return {centre, spread: Math.max(narrowest, gap)};
  });

  return [...bells, {centre: 0.5, spread: PRIOR_SPREAD}];
};

/** Draws again until it lies inside; the wide bell alone does so four times in ten. */
const draw = (bells: readonly Bell[], random: Random): number => {
  const {centre, spread} = bells[Math.floor(random.uniform() * bells.length)] ?? {centre: 0.5, spread: PRIOR_SPREAD};
  for (let count = 0; count < CANDIDATES; count += 1) {
    const value = centre + spread * random.normal();
    if (value >= 0 && value <= 1) return value;
  }

  return random.uniform();
};

const densityAt = (bells: readonly Bell[], value: number): number => {
  let sum = 0;
  for (const {centre, spread} of bells) {
    const distance = (value - centre) / spread;
    sum += Math.exp((-distance * distance) / 2) / spread;
  }

  return sum / bells.length;
};
