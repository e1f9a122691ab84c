import {add, type Decimal, minimum, multiply, subtract, ZERO} from '../../../core/domain/Decimal.ts';
import type {Side} from '../../../core/domain/Order.ts';
import type {ExchangeOrder} from './orders.ts';

export type Level = {readonly price: Decimal; quantity: Decimal; readonly orders: ExchangeOrder[]};
type LevelListener = (side: Side, price: Decimal, quantity: Decimal) => void;
type Walk = {readonly quantity: Decimal; readonly limit: Decimal | null; readonly account: string};

export const remainingOf = (order: ExchangeOrder): Decimal => subtract(order.quantity, order.filled);

/** True where a taker with this limit may trade at the price; null takes any. */
export const reaches = (takerSide: Side, limit: Decimal | null, price: Decimal): boolean =>
  limit === null || (takerSide === 'buy' ? price <= limit : price >= limit);

/** The resting limit orders of one market: best price first, and at one price the oldest first. */
export class OrderBook {
  readonly #bids: Level[] = [];
  readonly #asks: Level[] = [];
  readonly #onLevel: LevelListener;

  constructor(onLevel: LevelListener = () => {}) {
    this.#onLevel = onLevel;
  }

  /** Best first. `bids` are the buys. */
  levels(side: Side): readonly Level[] {
    return side === 'buy' ? this.#bids : this.#asks;
  }

  best(side: Side): ExchangeOrder | null {
    return this.levels(side)[0]?.orders[0] ?? null;
  }

  bestPrice(side: Side): Decimal | null {
    return this.levels(side)[0]?.price ?? null;
  }

  has(order: ExchangeOrder): boolean {
    if (order.limitPrice === null) return false;
    const {levels, index} = this.#find(order.request.side, order.limitPrice);

    return levels[index]?.orders.includes(order) === true;
  }

  add(order: ExchangeOrder): void {
    const price = priceOf(order);
    const {levels, index} = this.#find(order.request.side, price);
    const found = levels[index];
    const level = found?.price === price ? found : {price, quantity: ZERO, orders: []};
    if (level !== found) levels.splice(index, 0, level);
    level.orders.push(order);
    this.#change(order.request.side, level, remainingOf(order));
  }

  remove(order: ExchangeOrder): void {
    const {levels, index} = this.#find(order.request.side, priceOf(order));
    const level = levels[index];
    const place = level?.orders.indexOf(order) ?? -1;
    if (level === undefined || place === -1) throw new Error(`Order "${order.id}" is not in the book.`);
    level.orders.splice(place, 1);
    if (level.orders.length === 0) levels.splice(index, 1);
    this.#change(order.request.side, level, subtract(ZERO, remainingOf(order)));
  }

  /** An order of the book got smaller by this much and keeps its place. */
  reduce(order: ExchangeOrder, quantity: Decimal): void {
    const {levels, index} = this.#find(order.request.side, priceOf(order));
    const level = levels[index];
    if (level === undefined) throw new Error(`Order "${order.id}" is not in the book.`);
    this.#change(order.request.side, level, subtract(ZERO, quantity));
  }

  /** What a taker of another account would get: quantity and cost within the limit. */
  walk(takerSide: Side, {quantity, limit, account}: Walk): {readonly quantity: Decimal; readonly cost: Decimal} {
    let got = ZERO;
    let cost = ZERO;
    for (const level of this.levels(takerSide === 'buy' ? 'sell' : 'buy')) {
      if (got >= quantity || !reaches(takerSide, limit, level.price)) break;
      for (const order of level.orders) {
        if (order.account === account) continue;
        const part = minimum(remainingOf(order), subtract(quantity, got));
        got = add(got, part);
        cost = add(cost, multiply(part, level.price, 'up'));
      }
    }

    return {quantity: got, cost};
  }

  #change(side: Side, level: Level, quantity: Decimal): void {
    level.quantity = add(level.quantity, quantity);
    this.#onLevel(side, level.price, level.quantity);
  }

  /** Where the price is, or where it would have to go. */
  #find(side: Side, price: Decimal): {levels: Level[]; index: number} {
    const levels = side === 'buy' ? this.#bids : this.#asks;
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = levels[middle]?.price ?? price;
      const isBetter = side === 'buy' ? other > price : other < price;
      if (isBetter) low = middle + 1;
      else high = middle;
    }

    return {levels, index: low};
  }
}

const priceOf = ({id, limitPrice}: ExchangeOrder): Decimal => {
  if (limitPrice === null) throw new Error(`Order "${id}" has no limit and cannot rest.`);

  return limitPrice;
};
