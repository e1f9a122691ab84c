import {absolute, add, type Decimal, decimal, maximum, multiply, ONE, subtract, ZERO} from '../domain/Decimal.ts';
import type {Market} from '../domain/Market.ts';
import type {Side} from '../domain/Order.ts';
import type {Order, Position} from '../kernel/State.ts';

/** Worst case of one market: what its position and every order in flight may together come to. */
export type MarketExposure = {
  longQuantity: Decimal;
  shortQuantity: Decimal;
  /** Notionals of the two sides. */
  long: Decimal;
  short: Decimal;
  /** All sells in flight, the reducing ones too: what spot holdings are already promised to. */
  promisedQuantity: Decimal;
};

export const emptyMarket = (): MarketExposure => ({
  longQuantity: ZERO,
  shortQuantity: ZERO,
  long: ZERO,
  short: ZERO,
  promisedQuantity: ZERO,
});

/** What an order may still fill. */
export const leavesOf = (order: Order): Decimal => maximum(subtract(order.quantity, order.filled), ZERO);

/** The worst of mark, limit and trigger; zero when none is known. */
export const worstPriceOf = ({intent, stopPrice}: Order, mark: Decimal | null): Decimal => {
  const limit = intent.limitPrice === undefined ? ZERO : decimal(intent.limitPrice);

  return maximum(maximum(mark ?? ZERO, limit), stopPrice ?? ZERO);
};

/** What one unit bought at `price` may take from the cash, fee included. */
export const priceWithFee = (market: Market, price: Decimal): Decimal =>
  multiply(price, add(ONE, maximum(market.makerFee, market.takerFee)), 'up');

/** Adds to one side of a market. */
export const addSide = (market: MarketExposure, side: Side, quantity: Decimal, notional: Decimal): void => {
  if (side === 'buy') {
    market.longQuantity = add(market.longQuantity, quantity);
    market.long = add(market.long, notional);
    return;
  }

  market.shortQuantity = add(market.shortQuantity, quantity);
  market.short = add(market.short, notional);
};

/** Adds a position at the mark, or at what it cost while there is none. */
export const addPosition = (market: MarketExposure, position: Position, mark: Decimal | null): void => {
  const quantity = absolute(position.quantity);
  const notional = mark === null ? absolute(position.cost) : multiply(quantity, mark, 'up');
  addSide(market, position.quantity > 0n ? 'buy' : 'sell', quantity, notional);
};
