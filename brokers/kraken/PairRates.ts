import type {OrderIntent} from '../../core/domain/Order.ts';

import type {OrderRates} from '../orders/OrderWire.ts';
import type {Tracked} from '../orders/Tracked.ts';
import {PairCounter} from './PairCounter.ts';
import spec from './spec.json' with {type: 'json'};

/** Share of the threshold that only reducing orders may use. */
const RESERVE = 0.2;
/** Orders whose age is remembered; the cancel of an older one counts little or nothing. */
const MAX_REMEMBERED = 10_000;

/** One counter per market, told how old each order is. */
export class PairRates implements OrderRates {
  readonly #tier: keyof typeof spec.pairCounter;
  readonly #monotonic: () => number;
  readonly #counters = new Map<string, PairCounter>();
  readonly #sentAt = new Map<string, number>();

  constructor(tier: keyof typeof spec.pairCounter, monotonic: () => number) {
    this.#tier = tier;
    this.#monotonic = monotonic;
  }

  add({clientOrderId, symbol, reduceOnly}: OrderIntent): boolean {
    const now = this.#monotonic();
    if (!this.#counterOf(symbol).add(now, {isReducing: reduceOnly})) return false;
    this.#sentAt.set(clientOrderId, now);
    const [oldest] = this.#sentAt.keys();
    if (this.#sentAt.size > MAX_REMEMBERED && oldest !== undefined) this.#sentAt.delete(oldest);

    return true;
  }

  amend({intent}: Tracked): void {
    this.#counterOf(intent.symbol).amend(this.#monotonic(), this.#ageMs(intent.clientOrderId));
  }

  cancel({intent}: Tracked): void {
    this.#counterOf(intent.symbol).cancel(this.#monotonic(), this.#ageMs(intent.clientOrderId));
  }

  #ageMs(clientOrderId: string): number {
    return this.#monotonic() - (this.#sentAt.get(clientOrderId) ?? Number.NEGATIVE_INFINITY);
  }

  #counterOf(symbol: string): PairCounter {
    const known = this.#counters.get(symbol);
    if (known !== undefined) return known;
    const {cancelPenalties, amendPenalties, pairCounter} = spec;
    const counter = new PairCounter({
      ...pairCounter[this.#tier],
      cancelPenalties,
      amendPenalties,
      reserve: RESERVE,
    });
    this.#counters.set(symbol, counter);

    return counter;
  }
}
