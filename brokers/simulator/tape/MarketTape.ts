import type {PublicTrade} from '../engine/orders.ts';
import {CandleSeries} from './CandleSeries.ts';

/** Public trades that can be asked for again. */
const MAX_TRADES = 50_000;
const NANOS_PER_MS = 1_000_000n;

/** A trade with a time of its own: nanoseconds since 1970, rising from trade to trade, that paging can go by. */
export type TapeTrade = PublicTrade & {readonly nanos: bigint};

/** What one market remembers of its past: trades and candles. */
export class MarketTape {
  readonly candles = new CandleSeries();
  readonly #trades: TapeTrade[] = [];
  #lastNanos = 0n;

  add(trade: PublicTrade): void {
    const start = BigInt(trade.time) * NANOS_PER_MS;
    const nanos = start > this.#lastNanos ? start : this.#lastNanos + 1n;
    this.#lastNanos = nanos;
    this.#trades.push({...trade, nanos});
    if (this.#trades.length > MAX_TRADES * 1.1) this.#trades.splice(0, this.#trades.length - MAX_TRADES);
    this.candles.add(trade);
  }

  /** The last trades, oldest first. */
  recent(count: number): readonly TapeTrade[] {
    return count <= 0 ? [] : this.#trades.slice(-count);
  }

  /** The first trades after a time, oldest first. */
  after(nanos: bigint, count: number): readonly TapeTrade[] {
    let low = 0;
    let high = this.#trades.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#trades[middle]?.nanos ?? 0n) <= nanos) low = middle + 1;
      else high = middle;
    }

    return this.#trades.slice(low, low + count);
  }
}
