/** Penalties by the age of the order, ms: the first row whose age is above the order's counts. */
export type PenaltyTable = readonly (readonly number[])[];

export type PairCounterLimits = {
  readonly threshold: number;
  readonly decayPerSecond: number;
  readonly cancelPenalties: PenaltyTable;
  readonly amendPenalties: PenaltyTable;
  /** Share of the threshold that only reducing orders may use. */
  readonly reserve: number;
};

const penalty = (table: PenaltyTable, ageMs: number): number => table.find(([below = 0]) => ageMs < below)?.[1] ?? 0;

/**
 * The venue's count against one market and account: an order costs one, taking it away soon costs far more, time heals.
 * A cancel is always let through and only counted; what must wait is new risk.
 */
export class PairCounter {
  readonly #limits: PairCounterLimits;
  #count = 0;
  #countedAt = 0;

  constructor(limits: PairCounterLimits) {
    this.#limits = limits;
  }

  /** Counts an order when there is room for it; `now` is monotonic, ms. */
  add(now: number, {isReducing}: {isReducing: boolean}): boolean {
    const {threshold, reserve} = this.#limits;
    const room = isReducing ? threshold : threshold * (1 - reserve);
    if (this.count(now) + 1 > room) return false;
    this.#count += 1;

    return true;
  }

  amend(now: number, ageMs: number): void {
    this.#count = this.count(now) + 1 + penalty(this.#limits.amendPenalties, ageMs);
  }

  cancel(now: number, ageMs: number): void {
    this.#count = this.count(now) + penalty(this.#limits.cancelPenalties, ageMs);
  }

  count(now: number): number {
    const healed = (Math.max(0, now - this.#countedAt) / 1_000) * this.#limits.decayPerSecond;
    this.#count = Math.max(0, this.#count - healed);
    this.#countedAt = now;

    return this.#count;
  }
}
