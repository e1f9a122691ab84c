import {Random} from '../../../brokers/simulator/flow/Random.ts';
import {quantile} from './moments.ts';
import {MIN_TRADES} from './ratios.ts';

type Options = {
  /** Equity before the first trade, in account currency. */
  readonly opening: number;
  readonly seed: number;
  /** Orders drawn; 2,000 unless told. */
  readonly rounds?: number;
  readonly least?: number;
};

/** Largest drawdowns, as shares of the peak, over random orders of the same trades. */
export type TradeOrderResult = {
  readonly actual: number;
  readonly median: number;
  /** One order in twenty falls deeper. */
  readonly worst5: number;
  /** Share of the orders that fall at least as deep as the actual one did. */
  readonly shareAtLeastActual: number;
};

/** How deep the same trades could have fallen in another order: their results are shuffled (Fisher & Yates), the sum stays. Null below the least sample. */
export const tradeOrderMonteCarlo = (results: readonly number[], options: Options): TradeOrderResult | null => {
  const {opening, seed, rounds = 2_000, least = MIN_TRADES} = options;
  if (results.length < least) return null;
  const random = new Random(`trade order ${seed}`);
  const actual = drawdownOf(Float64Array.from(results), opening);
  const shuffled = Float64Array.from(results);
  const drawdowns = Array.from({length: rounds}, () => {
    shuffle(shuffled, random);
    return drawdownOf(shuffled, opening);
  }).sort((a, b) => a - b);

  return {
    actual,
    median: quantile(drawdowns, 0.5),
    worst5: quantile(drawdowns, 0.95),
    shareAtLeastActual: drawdowns.filter(each => each >= actual).length / rounds,
  };
};

const shuffle = (values: Float64Array, random: Random): void => {
  for (let index = values.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random.uniform() * (index + 1));
    const kept = values[index] ?? 0;
    values[index] = values[other] ?? 0;
    values[other] = kept;
  }
};

const drawdownOf = (results: Float64Array, opening: number): number => {
  let equity = opening;
  let peak = opening;
  let deepest = 0;
  for (const result of results) {
    equity += result;
    peak = Math.max(peak, equity);
    deepest = Math.max(deepest, (peak - equity) / peak);
  }

  return deepest;
};
