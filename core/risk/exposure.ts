import {add, type Decimal, decimal, maximum, multiply, ZERO} from '../domain/Decimal.ts';
import type {ForeignOrder} from '../domain/ForeignOrder.ts';
import type {Order, State} from '../kernel/State.ts';
import {
  addPosition,
  addSide,
  emptyMarket,
  leavesOf,
  type MarketExposure,
  priceWithFee,
  worstPriceOf,
} from './marketExposure.ts';

/**
 * What the account may be exposed to once any subset of the orders in flight has filled, in notional.
 *
 * A position may be closed at any moment by its exits, so a long never makes room for shorts and no market
 * offsets another; reduce-only orders cannot turn a position and are thereby counted already. That is never less
 * than max(pos + sum L(buys), -(pos - sum L(sells))), and holds at every step of every order of fills.
 */
export type Exposure = {
  readonly own: Readonly<MarketExposure>;
  /** Sum over the other markets of the larger side. */
  readonly grossElsewhere: Decimal;
  readonly totalLong: Decimal;
  readonly totalShort: Decimal;
  /** Cash that spot buys in flight may take, with fees. */
  readonly reservedCash: Decimal;
  readonly inFlightNotional: Decimal;
  /** Orders in flight that may open or grow a position. */
  readonly workingEntries: number;
  /** False when something in flight has no price at all: then nothing above can be trusted. */
  readonly isPriced: boolean;
};

type Totals = {-readonly [Key in keyof Exposure]: Exposure[Key]};

const emptyTotals = (): Totals => ({
  own: emptyMarket(),
  grossElsewhere: ZERO,
  totalLong: ZERO,
  totalShort: ZERO,
  reservedCash: ZERO,
  inFlightNotional: ZERO,
  workingEntries: 0,
  isPriced: true,
});

/** Worst case of the whole account, seen from the market of `symbol`. */
export const worstCase = (state: Readonly<State>, symbol: string): Exposure => {
  const totals = emptyTotals();
  const markets = new Map([[symbol, emptyMarket()]]);
  const exposureOf = (name: string): MarketExposure => {
    const exposure = markets.get(name) ?? emptyMarket();
    markets.set(name, exposure);
    return exposure;
  };

  for (const position of state.positions.values()) {
    addPosition(exposureOf(position.symbol), position, state.markets.get(position.symbol)?.lastPrice ?? null);
  }
  for (const order of state.orders.values()) addOrder(totals, exposureOf(order.intent.symbol), order, state);
  for (const order of state.account.foreign) addForeign(totals, exposureOf(order.symbol), order, state);
  for (const [name, exposure] of markets) addMarket(totals, exposure, name === symbol);

  return totals;
};

const addOrder = (totals: Totals, exposure: MarketExposure, order: Order, state: Readonly<State>): void => {
  if (order.intent.side === 'sell') exposure.promisedQuantity = add(exposure.promisedQuantity, leavesOf(order));
  if (!order.intent.reduceOnly) addEntry(totals, exposure, order, state);
};

const addEntry = (totals: Totals, exposure: MarketExposure, order: Order, state: Readonly<State>): void => {
  const {side, symbol} = order.intent;
  const market = state.markets.get(symbol);
  const leaves = leavesOf(order);
  const price = worstPriceOf(order, market?.lastPrice ?? null);
  const notional = multiply(leaves, price, 'up');

  addSide(exposure, side, leaves, notional);
  totals.workingEntries += 1;
  totals.inFlightNotional = add(totals.inFlightNotional, notional);
  if (price === ZERO) totals.isPriced = false;
  if (side === 'sell' || market?.market.kind !== 'spot') return;

  totals.reservedCash = add(totals.reservedCash, multiply(leaves, priceWithFee(market.market, price), 'up'));
};

/** An order of somebody else uses up limits and cash, and is no position of ours. On spot it sells what is its own. */
const addForeign = (totals: Totals, exposure: MarketExposure, order: ForeignOrder, state: Readonly<State>): void => {
  const market = state.markets.get(order.symbol);
  if (market === undefined || (order.side === 'sell' && market.market.kind === 'spot')) return;
  const quantity = decimal(order.quantity);
  const price = maximum(order.price === null ? ZERO : decimal(order.price), market.lastPrice ?? ZERO);
  addSide(exposure, order.side, ZERO, multiply(quantity, price, 'up'));
  if (market.market.kind !== 'spot') return;

  totals.reservedCash = add(totals.reservedCash, multiply(quantity, priceWithFee(market.market, price), 'up'));
};

const addMarket = (totals: Totals, exposure: MarketExposure, isOwn: boolean): void => {
  totals.totalLong = add(totals.totalLong, exposure.long);
  totals.totalShort = add(totals.totalShort, exposure.short);
  if (isOwn) totals.own = exposure;
  else totals.grossElsewhere = add(totals.grossElsewhere, maximum(exposure.long, exposure.short));
};
