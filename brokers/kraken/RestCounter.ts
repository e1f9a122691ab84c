export type RestCounterLimits = {readonly limit: number; readonly decayPerSecond: number};

/** The venue's count of our private REST calls: it rises by the cost of each and sinks with time. */
export class RestCounter {
  readonly #limits: RestCounterLimits;
  #count = 0;
  #countedAt = 0;

  constructor(limits: RestCounterLimits) {
    this.#limits = limits;
  }

  /** Ms until a call of this cost stays within the limit; `now` is monotonic, ms. */
  waitMs(now: number, cost: number): number {
    const over = this.#sink(now) + cost - this.#limits.limit;

    return over <= 0 ? 0 : Math.ceil((over / this.#limits.decayPerSecond) * 1_000);
  }

  spend(now: number, cost: number): void {
    this.#count = this.#sink(now) + cost;
  }

  /** The venue says that it counted more than we did. */
  fill(now: number): void {
    this.#sink(now);
    this.#count = this.#limits.limit;
  }

  #sink(now: number): number {
    const sunk = (Math.max(0, now - this.#countedAt) / 1_000) * this.#limits.decayPerSecond;
    this.#count = Math.max(0, this.#count - sunk);
    this.#countedAt = now;

    return this.#count;
  }
}
