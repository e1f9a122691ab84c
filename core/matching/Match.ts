import type {Decimal} from '../domain/Decimal.ts';
import type {Market} from '../domain/Market.ts';
import type {FillSettings} from './FillSettings.ts';
import type {RestingOrder} from './RestingOrder.ts';
import type {Liquidity} from './fees.ts';

/** What an order could fill of which market. */
export type Bid = {
  readonly order: RestingOrder;
  /** Never more than is left of the order. */
  readonly wanted: Decimal;
  readonly market: Market;
  readonly settings: FillSettings;
};

export type Fill = {readonly price: Decimal; readonly quantity: Decimal; readonly liquidity: Liquidity};

/** What evidence proves: fills, and what the order becomes by it. `refused` is a post-only order that would have taken. */
export type Match = {readonly fills: readonly Fill[]; readonly becomes: 'same' | 'triggered' | 'resting' | 'refused'};

export const NO_MATCH: Match = {fills: [], becomes: 'same'};
