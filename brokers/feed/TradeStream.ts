import type {Trade} from '../../core/domain/Trade.ts';
import {TradeIds} from '../candles/TradeIds.ts';

/** Live trades that can wait for a repair; a longer wait gives the repair up. */
const MAX_HELD = 20_000;

/** One market's trades, each once and none before those that were missed: while a hole is being filled the live ones wait. */
export class TradeStream {
  readonly #deliver: (trade: Trade) => void;
  readonly #ids = new TradeIds();
  #held: Trade[] | null = null;
  #last: Trade | null = null;

  constructor(deliver: (trade: Trade) => void) {
    this.#deliver = deliver;
  }

  /** The newest trade, or null before the first. */
  get last(): Trade | null {
    return this.#last;
  }

  add(trade: Trade): void {
    if (this.#held !== null) {
      this.#held.push(trade);
      if (this.#held.length > MAX_HELD) this.endRepair([]);
      return;
    }
    if (!this.#ids.take(trade.id, trade.time)) return;
    if (this.#last === null || trade.id > this.#last.id) this.#last = trade;
    this.#deliver(trade);
  }

  /** From here on live trades wait. */
  beginRepair(): void {
    this.#held ??= [];
  }

  /** Delivers what was missed, then what waited. */
  endRepair(missed: readonly Trade[]): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const trade of missed) this.add(trade);
    for (const trade of held) this.add(trade);
  }
}
