import {add, type Decimal, subtract, toText, ZERO} from '../../../core/domain/Decimal.ts';
import {DecayingCounter} from './DecayingCounter.ts';
import {type AccountLimits, RATE_TIERS} from './limits.ts';

const DAY_MS = 86_400_000;
const VOLUME_DAYS = 30;

export type AccountOptions = {
  readonly limits?: AccountLimits;
  /** Quote units traded in the last 30 days before the account's first trade here. */
  readonly baseVolume?: Decimal;
  readonly isCrowd?: boolean;
};

/** One owner of money at the exchange: balances, what is held for open orders, recent volume, rate counters. */
export class Account {
  readonly name: string;
  readonly limits: AccountLimits;
  /** Made-up liquidity: its orders, executions and balances are nobody's news. */
  readonly isCrowd: boolean;
  readonly #balances = new Map<string, Decimal>();
  readonly #held = new Map<string, Decimal>();
  readonly #volumes = new Map<number, Decimal>();
  readonly #counters = new Map<string, DecayingCounter>();
  readonly #baseVolume: Decimal;

  constructor(name: string, {limits = RATE_TIERS.off, baseVolume = ZERO, isCrowd = false}: AccountOptions = {}) {
    this.name = name;
    this.limits = limits;
    this.isCrowd = isCrowd;
    this.#baseVolume = baseVolume;
  }

  get assets(): readonly string[] {
    return [...this.#balances.keys()];
  }

  balance(asset: string): Decimal {
    return this.#balances.get(asset) ?? ZERO;
  }

  held(asset: string): Decimal {
    return this.#held.get(asset) ?? ZERO;
  }

  free(asset: string): Decimal {
    return subtract(this.balance(asset), this.held(asset));
  }

  /** Adds to the balance; takes from it where the amount is below zero. Throws where that leaves less than nothing. */
  book(asset: string, amount: Decimal): void {
    const balance = add(this.balance(asset), amount);
    if (balance < 0n) throw new Error(`Account "${this.name}" would have ${toText(balance)} ${asset}.`);
    this.#balances.set(asset, balance);
  }

  /** Changes what is held. Throws where more would be held than is there. */
  hold(asset: string, change: Decimal): void {
    const held = add(this.held(asset), change);
    if (held < 0n || held > this.balance(asset)) {
      throw new Error(`Account "${this.name}" would hold ${toText(held)} of ${toText(this.balance(asset))} ${asset}.`);
    }
    this.#held.set(asset, held);
  }

  countVolume(cost: Decimal, time: number): void {
    if (this.isCrowd) return;
    const day = Math.floor(time / DAY_MS);
    this.#volumes.set(day, add(this.#volumes.get(day) ?? ZERO, cost));
    for (const old of this.#volumes.keys()) if (old <= day - VOLUME_DAYS) this.#volumes.delete(old);
  }

  /** Quote units traded in the last 30 days. */
  volumeAt(time: number): Decimal {
    const first = Math.floor(time / DAY_MS) - VOLUME_DAYS;
    let total = this.#baseVolume;
    for (const [day, cost] of this.#volumes) if (day > first) total = add(total, cost);

    return total;
  }

  /** The market's order counter; null where nothing is counted. */
  counter(symbol: string): DecayingCounter | null {
    const limit = this.limits.perMarket;
    if (limit === null) return null;
    const known = this.#counters.get(symbol) ?? new DecayingCounter(limit);
    this.#counters.set(symbol, known);

    return known;
  }
}
