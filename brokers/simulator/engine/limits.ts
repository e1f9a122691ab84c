/** Threshold and decay of a counter; null counts nothing. */
export type CounterLimit = {readonly most: number; readonly decayPerSecond: number};

/** What an account may ask for in a while: orders in each market, private calls in all. */
export type AccountLimits = {
  readonly perMarket: CounterLimit | null;
  readonly calls: CounterLimit | null;
  readonly openOrdersPerMarket: number;
};

/** Kraken's verification tiers as its rate limit guides state them. */
export const RATE_TIERS = {
  starter: {
    perMarket: {most: 60, decayPerSecond: 1},
    calls: {most: 15, decayPerSecond: 0.33},
    openOrdersPerMarket: 60,
  },
  intermediate: {
    perMarket: {most: 125, decayPerSecond: 2.34},
    calls: {most: 20, decayPerSecond: 0.5},
    openOrdersPerMarket: 80,
  },
  pro: {
    perMarket: {most: 180, decayPerSecond: 3.75},
    calls: {most: 20, decayPerSecond: 1},
    openOrdersPerMarket: 225,
  },
  off: {perMarket: null, calls: null, openOrdersPerMarket: Number.POSITIVE_INFINITY},
} as const satisfies Record<string, AccountLimits>;

export type RateTier = keyof typeof RATE_TIERS;

/** What a cancel and an amend cost by the order's age: younger than so many seconds, so many points. */
const CANCEL_COSTS = [
  [5, 8],
  [10, 6],
  [15, 5],
  [45, 4],
  [90, 2],
  [300, 1],
] as const;
const AMEND_COSTS = [
  [5, 3],
  [10, 2],
  [15, 1],
] as const;

export const ADD_COST = 1;

export const cancelCost = (ageMs: number): number =>
  CANCEL_COSTS.find(([seconds]) => ageMs < seconds * 1_000)?.[1] ?? 0;

export const amendCost = (ageMs: number): number =>
  1 + (AMEND_COSTS.find(([seconds]) => ageMs < seconds * 1_000)?.[1] ?? 0);
