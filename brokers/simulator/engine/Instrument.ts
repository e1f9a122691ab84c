import type {Decimal} from '../../../core/domain/Decimal.ts';

/** Rates of one tier as shares of the cost, from this much volume of the last 30 days on. */
export type FeeTier = {readonly volume: Decimal; readonly taker: Decimal; readonly maker: Decimal};

/** One market of the simulated exchange, with its increments, minimums and fee tiers. */
export type Instrument = {
  /** `BASE/QUOTE`, such as `BTC/USD`. */
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly priceDigits: number;
  readonly quantityDigits: number;
  readonly tick: Decimal;
  readonly lot: Decimal;
  readonly minQuantity: Decimal;
  readonly minCost: Decimal;
  /** Lowest volume first. */
  readonly feeTiers: readonly FeeTier[];
};
