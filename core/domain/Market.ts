import {type Decimal, decimal, roundTo} from './Decimal.ts';
import type {Side} from './Order.ts';

/** Decimal text as it stands in the journal and on the wire, such as `43120.5`. */
export type DecimalText = string;

/** What a venue says of one market, as it is journaled with the run: increments, minimums and fee rates. */
export type MarketSpec = {
  /** `BASE/QUOTE`, such as `BTC/USD`. */
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  /** `spot` cannot be sold short; `margin` is symmetrical. */
  readonly kind: 'spot' | 'margin';
  /** Smallest price step. */
  readonly tick: DecimalText;
  /** Smallest quantity step. */
  readonly lot: DecimalText;
  readonly minQuantity: DecimalText;
  readonly minNotional: DecimalText;
  /** Fee as a share of the notional, such as `0.0025` for 0.25 %. */
  readonly makerFee: DecimalText;
  readonly takerFee: DecimalText;
};

/** A market with its numbers read once. */
export type Market = Omit<MarketSpec, 'tick' | 'lot' | 'minQuantity' | 'minNotional' | 'makerFee' | 'takerFee'> & {
  readonly tick: Decimal;
  readonly lot: Decimal;
  readonly minQuantity: Decimal;
  readonly minNotional: Decimal;
  readonly makerFee: Decimal;
  readonly takerFee: Decimal;
};

export const readMarket = (spec: MarketSpec): Market => ({
  ...spec,
  tick: decimal(spec.tick),
  lot: decimal(spec.lot),
  minQuantity: decimal(spec.minQuantity),
  minNotional: decimal(spec.minNotional),
  makerFee: decimal(spec.makerFee),
  takerFee: decimal(spec.takerFee),
});

/** Quantity on the lot grid, never more than asked. */
export const roundQuantity = (market: Market, quantity: Decimal): Decimal => roundTo(quantity, market.lot, 'floor');

/** Passive price on the tick grid: a buy goes down, a sell goes up. */
export const roundPassivePrice = (market: Market, side: Side, price: Decimal): Decimal =>
  roundTo(price, market.tick, side === 'buy' ? 'floor' : 'ceil');

/** Price of an execution on the tick grid, rounded against us: a buy pays more, a sell gets less. */
export const roundAgainstUs = (market: Market, side: Side, price: Decimal): Decimal =>
  roundTo(price, market.tick, side === 'buy' ? 'ceil' : 'floor');
