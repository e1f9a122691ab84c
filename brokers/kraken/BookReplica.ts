import {crc32} from 'node:zlib';
import type {Book, BookLevel} from '../../core/domain/Book.ts';
import type {BookChange, LevelText} from './codec/messages.ts';

/** Digits after the point that the venue counts the checksum over. */
export type Precision = {readonly price: number; readonly quantity: number};

/** `digits` are what the checksum sees of it, worked out once: a level stays for many updates. */
type Level = BookLevel & {readonly text: string; readonly digits: string};
type SideOfBook = 'bids' | 'asks';

const CHECKED_LEVELS = 10;

/**
 * Our copy of one market's book, proven after each change by the venue's own checksum.
 * Numbers stay text, because the checksum is over their digits; order and crossing are judged on floats.
 */
export class BookReplica {
  readonly #precision: Precision;
  readonly #depth: number;
  #levels: Readonly<Record<SideOfBook, Level[]>> = {bids: [], asks: []};
  #hasSnapshot = false;

  constructor(precision: Precision, depth: number) {
    this.#precision = precision;
    this.#depth = depth;
  }

  /** Takes one change. Gives what is wrong with the book after it, or null; a wrong book is of no use until its next snapshot. */
  apply(change: BookChange, isSnapshot: boolean): string | null {
    if (isSnapshot) this.#levels = {bids: [], asks: []};
    else if (!this.#hasSnapshot) return 'an update came before a snapshot';
    this.#hasSnapshot = true;
    for (const level of change.bids) this.#place('bids', level);
    for (const level of change.asks) this.#place('asks', level);
    for (const side of [this.#levels.bids, this.#levels.asks]) side.length = Math.min(side.length, this.#depth);
    const problem = this.#problem(change.checksum);
    if (problem !== null) this.#hasSnapshot = false;

    return problem;
  }

  book(): Book {
    return {bids: this.#levels.bids.map(toLevel), asks: this.#levels.asks.map(toLevel)};
  }

  /** Highest price that somebody bids, or null while nobody does. */
  get bestBid(): number | null {
    return this.#levels.bids[0]?.price ?? null;
  }

  checksum(): number {
    const {bids, asks} = this.#levels;

    return crc32(digitsOf(asks) + digitsOf(bids));
  }

  #place(side: SideOfBook, change: LevelText): void {
    const levels = this.#levels[side];
    const price = Number(change.price);
    const quantity = Number(change.quantity);
    let place = 0;
    for (let level = levels[place]; level !== undefined && isBefore(side, level.price, price); level = levels[place])
      place += 1;
    const isKnown = levels[place]?.price === price;
    if (quantity === 0) levels.splice(place, isKnown ? 1 : 0);
    else levels.splice(place, isKnown ? 1 : 0, {price, quantity, text: change.price, digits: this.#digitsOf(change)});
  }

  #problem(expected: number): string | null {
    const actual = this.checksum();
    if (actual !== expected) return `the book's checksum is ${actual} here and ${expected} at the venue`;
    const [bid, ask] = [this.#levels.bids[0], this.#levels.asks[0]];
    if (bid === undefined || ask === undefined || bid.price < ask.price) return null;

    return `the book is crossed: bid ${bid.text}, ask ${ask.text}`;
  }

  #digitsOf({price, quantity}: LevelText): string {
    return checkedDigits(price, this.#precision.price) + checkedDigits(quantity, this.#precision.quantity);
  }
}

const isBefore = (side: SideOfBook, first: number, second: number): boolean =>
  side === 'bids' ? first > second : first < second;

const toLevel = ({price, quantity}: Level): BookLevel => ({price, quantity});

const digitsOf = (levels: readonly Level[]): string => {
  let digits = '';
  for (let index = 0; index < CHECKED_LEVELS; index += 1) digits += levels[index]?.digits ?? '';

  return digits;
};

/** `0.05005` at a precision of 8 becomes `5005000`: all digits, no point, no zeros in front. */
export const checkedDigits = (number: string, precision: number): string => {
  const point = number.indexOf('.');
  const digits = point === -1 ? number : number.slice(0, point) + number.slice(point + 1);
  const missing = precision - (point === -1 ? 0 : number.length - point - 1);

  return withoutZerosInFront(missing > 0 ? digits + '0'.repeat(missing) : digits);
};

const ZERO = 48;

const withoutZerosInFront = (digits: string): string => {
  let from = 0;
  while (digits.charCodeAt(from) === ZERO) from += 1;

  return from === 0 ? digits : digits.slice(from);
};
