import type {Decimal} from '../../../core/domain/Decimal.ts';
import type {ExchangeMode} from './events.ts';

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
  /** What this market alone lets in; everything where it is left out. */
  readonly mode?: ExchangeMode;
  /** Lowest volume first. */
  readonly feeTiers: readonly FeeTier[];
};

/** What may change while the market is open; the digits that its numbers are written with may not. */
export type InstrumentChange = Partial<Pick<Instrument, 'tick' | 'lot' | 'minQuantity' | 'minCost' | 'mode'>>;
