import type {Candle} from '../../core/domain/Candle.ts';
import type {Trade} from '../../core/domain/Trade.ts';
import {QuantitySum} from '../../core/domain/QuantitySum.ts';

/** The trades of one bar, added up so that their order of arrival leaves no trace: (time, id) decides open and close. */
export class TradeBucket {
  readonly time: number;
  readonly #volume = new QuantitySum();
  #first: Trade | null = null;
  #last: Trade | null = null;
  #high = 0;
  #low = 0;
  /** The prices next to them; a price that came twice is next to itself. */
  #nextHigh = 0;
  #nextLow = Number.POSITIVE_INFINITY;
  #rest = 0;
  #highestId = Number.NEGATIVE_INFINITY;

  constructor(time: number) {
    this.time = time;
  }

  get isEmpty(): boolean {
    return this.#first === null;
  }

  get highestId(): number {
    return this.#highestId;
  }

  /** Price of the bar as long as it has no trade. */
  rest(price: number): void {
    this.#rest = price;
  }

  add(trade: Trade): void {
    const {id, price, quantity} = trade;
    this.#volume.add(quantity);
    if (this.#first === null || isBefore(trade, this.#first)) this.#first = trade;
    if (this.#last === null || isBefore(this.#last, trade)) this.#last = trade;
    if (id > this.#highestId) this.#highestId = id;
    this.#stretch(price);
  }

  /** What lies between the outermost trade and the price next to it, where the close before is a price, too. */
  gapAtEnds(previousClose: number | null): number {
    const above = Math.max(this.#nextHigh, previousClose ?? 0);
    const below = Math.min(this.#nextLow, previousClose ?? Number.POSITIVE_INFINITY);

    return Math.max(above > 0 ? this.#high - above : 0, below < Number.POSITIVE_INFINITY ? below - this.#low : 0);
  }

  #stretch(price: number): void {
    this.#nextHigh = price > this.#high ? this.#high : Math.max(this.#nextHigh, price);
    this.#high = Math.max(this.#high, price);
    if (this.#low === 0) this.#low = price;
    else if (price < this.#low) [this.#low, this.#nextLow] = [price, this.#low];
    else this.#nextLow = Math.min(this.#nextLow, price);
  }

  candle(): Candle {
    const {time} = this;
    const rest = this.#rest;
    if (this.#first === null || this.#last === null)
      return {time, open: rest, high: rest, low: rest, close: rest, volume: 0};

    return {
      time,
      open: this.#first.price,
      high: this.#high,
      low: this.#low,
      close: this.#last.price,
      volume: this.#volume.value,
    };
  }
}

const isBefore = (a: Trade, b: Trade): boolean => a.time < b.time || (a.time === b.time && a.id < b.id);
