import {
  absolute,
  add,
  type Decimal,
  decimal,
  maximum,
  multiply,
  negate,
  ONE,
  subtract,
  ZERO,
} from '../domain/Decimal.ts';
import type {Market} from '../domain/Market.ts';
import type {Order, Position, State} from '../kernel/State.ts';

/** Worst case of one market: quantities and notionals that every in-flight order together with the position may reach. */
export type MarketExposure = {
  longQuantity: Decimal;
  shortQuantity: Decimal;
  long: Decimal;
  short: Decimal;
  /** All sells in flight, the reducing ones too: what spot holdings are already promised to. */
  promisedQuantity: Decimal;
};

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
  /** False when something held or in flight has no price at all: then nothing above can be trusted. */
  readonly isPriced: boolean;
};

type Totals = {-readonly [Key in keyof Exposure]: Exposure[Key]};

const emptyMarket = (): MarketExposure => ({
  longQuantity: ZERO,
  shortQuantity: ZERO,
  long: ZERO,
  short: ZERO,
  promisedQuantity: ZERO,
});

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

const largerSide = ({long, short}: Readonly<MarketExposure>): Decimal => maximum(long, short);

/** What one unit bought at `price` may take from the cash, fee included. */
export const priceWithFee = (market: Market, price: Decimal): Decimal =>
  multiply(price, add(ONE, maximum(market.makerFee, market.takerFee)), 'up');

/** What an order may still fill. */
export const leaves = (order: Order): Decimal => maximum(subtract(order.quantity, order.filled), ZERO);

/** The worst of mark, limit and trigger; zero when none is known. */
const worstPriceOf = ({intent, stopPrice}: Order, mark: Decimal | null): Decimal => {
  const limit = intent.limitPrice === undefined ? ZERO : decimal(intent.limitPrice);

  return maximum(maximum(mark ?? ZERO, limit), stopPrice ?? ZERO);
};

const addPosition = (market: MarketExposure, position: Position, mark: Decimal | null): void => {
  const quantity = absolute(position.quantity);
  const notional = mark === null ? absolute(position.cost) : multiply(quantity, mark, 'up');

  if (position.quantity > 0n) {
    market.longQuantity = add(market.longQuantity, quantity);
    market.long = add(market.long, notional);
    return;
  }

  market.shortQuantity = add(market.shortQuantity, quantity);
  market.short = add(market.short, notional);
};

const addLeaves = (market: MarketExposure, order: Order, notional: Decimal): void => {
  if (order.intent.side === 'buy') {
    market.longQuantity = add(market.longQuantity, leaves(order));
    market.long = add(market.long, notional);
    return;
  }

  market.shortQuantity = add(market.shortQuantity, leaves(order));
  market.short = add(market.short, notional);
};

const addEntry = (totals: Totals, exposure: MarketExposure, order: Order, state: Readonly<State>): void => {
  const market = state.markets.get(order.intent.symbol);
  const price = worstPriceOf(order, market?.lastPrice ?? null);
  const notional = multiply(leaves(order), price, 'up');

  addLeaves(exposure, order, notional);
  totals.workingEntries += 1;
  totals.inFlightNotional = add(totals.inFlightNotional, notional);
  if (price === ZERO) totals.isPriced = false;
  if (order.intent.side !== 'buy' || market?.market.kind !== 'spot') return;

  const cost = multiply(leaves(order), priceWithFee(market.market, price), 'up');
  totals.reservedCash = add(totals.reservedCash, cost);
};

const addOrder = (totals: Totals, exposure: MarketExposure, order: Order, state: Readonly<State>): void => {
  if (order.intent.side === 'sell') exposure.promisedQuantity = add(exposure.promisedQuantity, leaves(order));
  if (!order.intent.reduceOnly) addEntry(totals, exposure, order, state);
};

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
  for (const [name, exposure] of markets) addMarket(totals, exposure, name === symbol);

  return totals;
};

const addMarket = (totals: Totals, exposure: MarketExposure, isOwn: boolean): void => {
  totals.totalLong = add(totals.totalLong, exposure.long);
  totals.totalShort = add(totals.totalShort, exposure.short);
  if (isOwn) totals.own = exposure;
  else totals.grossElsewhere = add(totals.grossElsewhere, largerSide(exposure));
};

/** The most that a reduce-only order of `side` could close, counting what entries in flight may still open. */
export const reducible = (state: Readonly<State>, symbol: string, side: 'buy' | 'sell'): Decimal => {
  const held = state.positions.get(symbol)?.quantity ?? ZERO;
  let quantity = maximum(side === 'sell' ? held : negate(held), ZERO);
  for (const order of state.orders.values()) {
    if (order.intent.symbol !== symbol || order.intent.side === side || order.intent.reduceOnly) continue;
    quantity = add(quantity, leaves(order));
  }

  return quantity;
};
