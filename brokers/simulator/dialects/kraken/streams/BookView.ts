import {crc32} from 'node:zlib';
import {type Decimal, ZERO} from '../../../../../core/domain/Decimal.ts';
import type {Side} from '../../../../../core/domain/Order.ts';
import type {Instrument} from '../../../engine/Instrument.ts';
import type {OrderBook} from '../../../engine/OrderBook.ts';
import {fixed, number} from '../numberText.ts';

export const DEPTHS: readonly number[] = [10, 25, 100, 500, 1000];
const CHECKED_LEVELS = 10;

type Quote = readonly [price: Decimal, quantity: Decimal];
type Sides = {readonly buy: readonly Quote[]; readonly sell: readonly Quote[]};
export type BookData = {readonly bids: readonly object[]; readonly asks: readonly object[]; readonly checksum: number};

/** One book cut to a depth, as subscribers know it, with Kraken's checksum. */
export class BookView {
  readonly #instrument: Instrument;
  readonly #book: OrderBook;
  readonly #depth: number;
  #known: Sides = {buy: [], sell: []};

  constructor(instrument: Instrument, book: OrderBook, depth: number) {
    this.#instrument = instrument;
    this.#book = book;
    this.#depth = depth;
    this.#known = this.#read();
  }

  snapshot(): BookData {
    return this.#data(this.#known.buy, this.#known.sell);
  }

  /** What changed since the last update, or null. A level that only fell out of the depth is the subscriber's to drop. */
  update(): BookData | null {
    const before = this.#known;
    this.#known = this.#read();
    const bids = this.#changes('buy', before.buy);
    const asks = this.#changes('sell', before.sell);

    return bids.length + asks.length === 0 ? null : this.#data(bids, asks);
  }

  #read(): Sides {
    const cut = (side: Side): readonly Quote[] =>
      this.#book
        .levels(side)
        .slice(0, this.#depth)
        .map(({price, quantity}) => [price, quantity]);

    return {buy: cut('buy'), sell: cut('sell')};
  }

  #changes(side: Side, before: readonly Quote[]): readonly Quote[] {
    const old = new Map(before);
    const now = new Map(this.#known[side]);
    const worst = this.#known[side].length < this.#depth ? null : this.#known[side].at(-1)?.[0];
    const isBeyond = (price: Decimal): boolean =>
      worst !== null && worst !== undefined && (side === 'buy' ? price < worst : price > worst);
    const gone = before.filter(([price]) => !now.has(price) && !isBeyond(price)).map(([price]): Quote => [price, ZERO]);
    const fresh = this.#known[side].filter(([price, quantity]) => old.get(price) !== quantity);

    return [...gone, ...fresh];
  }

  #data(bids: readonly Quote[], asks: readonly Quote[]): BookData {
    return {
      bids: bids.map(quote => this.#row(quote)),
      asks: asks.map(quote => this.#row(quote)),
      checksum: this.#checksum(),
    };
  }

  #row([price, quantity]: Quote): object {
    const {priceDigits, quantityDigits} = this.#instrument;

    return {price: number(price, priceDigits), qty: number(quantity, quantityDigits)};
  }

  #checksum(): number {
    const top = [...this.#known.sell.slice(0, CHECKED_LEVELS), ...this.#known.buy.slice(0, CHECKED_LEVELS)];
    const {priceDigits, quantityDigits} = this.#instrument;
    const text = top.map(
      ([price, quantity]) => digits(fixed(price, priceDigits)) + digits(fixed(quantity, quantityDigits)),
    );

    return crc32(text.join(''));
  }
}

/** `0.00503000` counts as `503000`. */
const digits = (text: string): string => text.replace('.', '').replace(/^0+/, '');
