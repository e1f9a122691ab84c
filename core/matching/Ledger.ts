import {type Decimal, ZERO, add, negate, subtract} from '../domain/Decimal.ts';
import type {Market} from '../domain/Market.ts';
import type {Side} from '../domain/Order.ts';
import {notionalOf} from '../domain/notional.ts';

/** An amount of one currency. */
export type Balance = {readonly asset: string; readonly total: Decimal};

/** A signed holding of one market: above zero is long. */
export type Holding = {readonly symbol: string; readonly quantity: Decimal};

type Booking = {
  readonly market: Market;
  readonly side: Side;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly fee: Decimal;
};

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

/** The paper exchange's own money and positions, kept apart from the bot's books so that the two can be compared. */
export class Ledger {
  readonly #cash = new Map<string, Decimal>();
  readonly #positions = new Map<string, Decimal>();

  set(balances: readonly Balance[], holdings: readonly Holding[]): void {
    this.#cash.clear();
    this.#positions.clear();
    for (const {asset, total} of balances) this.#cash.set(asset, add(this.cash(asset), total));
    for (const {symbol, quantity} of holdings) this.#positions.set(symbol, quantity);
  }

  cash(asset: string): Decimal {
    return this.#cash.get(asset) ?? ZERO;
  }

  position(symbol: string): Decimal {
    return this.#positions.get(symbol) ?? ZERO;
  }

  /** How much an order of `side` may fill before the position is flat. */
  reducible(symbol: string, side: Side): Decimal {
    const held = this.position(symbol);
    if (held > 0n) return side === 'sell' ? held : ZERO;

    return side === 'buy' ? negate(held) : ZERO;
  }

  /** Books one execution; the fee is paid in the quote currency. */
  book({market, side, price, quantity, fee}: Booking): void {
    const notional = notionalOf(side, price, quantity);
    const moved = side === 'buy' ? negate(notional) : notional;
    const held = this.position(market.symbol);
    this.#cash.set(market.quote, subtract(add(this.cash(market.quote), moved), fee));
    this.#positions.set(market.symbol, side === 'buy' ? add(held, quantity) : subtract(held, quantity));
  }

  /** Every currency, in alphabetical order. */
  balances(): readonly Balance[] {
    return [...this.#cash].map(([asset, total]) => ({asset, total})).sort((a, b) => byText(a.asset, b.asset));
  }

  /** Every position that is not flat, in alphabetical order. */
  holdings(): readonly Holding[] {
    const open = [...this.#positions].filter(([, quantity]) => quantity !== ZERO);

    return open.map(([symbol, quantity]) => ({symbol, quantity})).sort((a, b) => byText(a.symbol, b.symbol));
  }
}
