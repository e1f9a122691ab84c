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

/** The rules of a market that its venue may change at any time. */
export type MarketRules = Pick<MarketSpec, 'symbol' | 'tick' | 'lot' | 'minQuantity' | 'minNotional'>;

export const rulesOf = ({symbol, tick, lot, minQuantity, minNotional}: MarketSpec): MarketRules => ({
  symbol,
  tick,
  lot,
  minQuantity,
  minNotional,
});

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

/** The same market under new rules; what is open keeps those that it was sent under. */
export const underRules = (market: Market, rules: MarketRules): Market => ({
  ...market,
  tick: decimal(rules.tick),
  lot: decimal(rules.lot),
  minQuantity: decimal(rules.minQuantity),
  minNotional: decimal(rules.minNotional),
});

/** Quantity on the lot grid, never more than asked. */
export const roundQuantity = (market: Market, quantity: Decimal): Decimal => roundTo(quantity, market.lot, 'floor');

/** Passive price on the tick grid: a buy goes down, a sell goes up. */
export const roundPassivePrice = (market: Market, side: Side, price: Decimal): Decimal =>
  roundTo(price, market.tick, side === 'buy' ? 'floor' : 'ceil');

/** Price of an execution on the tick grid, rounded against us: a buy pays more, a sell gets less. */
export const roundAgainstUs = (market: Market, side: Side, price: Decimal): Decimal =>
  roundTo(price, market.tick, side === 'buy' ? 'ceil' : 'floor');
