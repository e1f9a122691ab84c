import type {Random} from './Random.ts';

/** Pull of a range towards its middle, per minute. */
const RANGE_PULL = 0.03;
const SHORTEST_MINUTES = 30;
const LONGEST_MINUTES = 240;
/** Drift of a trend per minute, in standard deviations of a quiet minute. */
const WEAKEST_TREND = 0.08;
const STRONGEST_TREND = 0.28;
const RANGE_SHARE = 0.4;
/** Distance from home, as a share, at which the next trend surely leads back. */
const LEASH = 0.3;

/** What the market is up to for a while. */
export type Regime = {
  readonly kind: 'up' | 'down' | 'range';
  /** Drift of a trend, in standard deviations per minute. */
  readonly slope: number;
  /** Middle of a range. */
  readonly anchor: number;
  minutesLeft: number;
};

/** Draws what comes next; trends lean back towards the home price, so that the market wanders but does not get lost. */
export const drawRegime = (random: Random, price: number, homePrice: number): Regime => {
  const minutesLeft = Math.floor(random.between(SHORTEST_MINUTES, LONGEST_MINUTES));
  const isRange = random.uniform() < RANGE_SHARE;
  const stretch = Math.max(-1, Math.min(1, (price / homePrice - 1) / LEASH));
  const isUp = random.uniform() < 0.5 - 0.5 * stretch;
  const slope = random.between(WEAKEST_TREND, STRONGEST_TREND) * (isUp ? 1 : -1);

  return {kind: isRange ? 'range' : isUp ? 'up' : 'down', slope, anchor: price, minutesLeft};
};

/** Expected return of the next minute, as a share. */
export const driftOf = ({kind, slope, anchor}: Regime, price: number, sigma: number): number =>
  kind === 'range' ? RANGE_PULL * (anchor / price - 1) : slope * sigma;
