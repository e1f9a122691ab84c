import {crc32} from 'node:zlib';
import type {Book, BookLevel} from '../../core/domain/Book.ts';
import type {BookChange, LevelText} from './codec/messages.ts';

/** Digits after the point that the venue counts the checksum over. */
export type Precision = {readonly price: number; readonly quantity: number};

type Level = LevelText & {readonly at: number};
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

  checksum(): number {
    const {bids, asks} = this.#levels;

    return crc32(this.#digitsOf(asks) + this.#digitsOf(bids));
  }

  #place(side: SideOfBook, {price, quantity}: LevelText): void {
    const levels = this.#levels[side];
    const at = Number(price);
    const index = levels.findIndex(level => (side === 'bids' ? level.at <= at : level.at >= at));
    const place = index === -1 ? levels.length : index;
    const isKnown = levels[place]?.at === at;
    if (Number(quantity) === 0) levels.splice(place, isKnown ? 1 : 0);
    else levels.splice(place, isKnown ? 1 : 0, {price, quantity, at});
  }

  #problem(expected: number): string | null {
    const actual = this.checksum();
    if (actual !== expected) return `the book's checksum is ${actual} here and ${expected} at the venue`;
    const [bid, ask] = [this.#levels.bids[0], this.#levels.asks[0]];
    if (bid === undefined || ask === undefined || bid.at < ask.at) return null;

    return `the book is crossed: bid ${bid.price}, ask ${ask.price}`;
  }

  #digitsOf(levels: readonly Level[]): string {
    let digits = '';
    for (const {price, quantity} of levels.slice(0, CHECKED_LEVELS)) {
      digits += checkedDigits(price, this.#precision.price) + checkedDigits(quantity, this.#precision.quantity);
    }

    return digits;
  }
}

const toLevel = ({at, quantity}: Level): BookLevel => ({price: at, quantity: Number(quantity)});

/** `0.05005` at a precision of 8 becomes `5005000`: all digits, no point, no zeros in front. */
export const checkedDigits = (number: string, precision: number): string => {
  const [whole = '', fraction = ''] = number.split('.');

  return (whole + fraction.padEnd(precision, '0')).replace(/^0+/, '');
};
