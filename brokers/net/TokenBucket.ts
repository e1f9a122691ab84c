export type BucketLimits = {
  readonly capacity: number;
  readonly perSecond: number;
  /** Tokens that only urgent calls, such as cancels, may take. */
  readonly reserve: number;
};

/** A rate limit that fills up with time and keeps something back for what must always pass. */
export class TokenBucket {
  readonly #limits: BucketLimits;
  #tokens: number;
  #filledAt: number | null = null;

  constructor(limits: BucketLimits) {
    this.#limits = limits;
    this.#tokens = limits.capacity;
  }

  /** Takes the tokens when they are there; `now` is monotonic, ms. */
  take(now: number, {cost = 1, isUrgent = false}: {cost?: number; isUrgent?: boolean} = {}): boolean {
    if (this.waitMs(now, {cost, isUrgent}) > 0) return false;
    this.#tokens -= cost;

    return true;
  }

  /** Ms until the same call would be let through. */
  waitMs(now: number, {cost = 1, isUrgent = false}: {cost?: number; isUrgent?: boolean} = {}): number {
    this.#fill(now);
    const lacking = cost + (isUrgent ? 0 : this.#limits.reserve) - this.#tokens;

    return lacking <= 0 ? 0 : Math.ceil((lacking / this.#limits.perSecond) * 1_000);
  }

  /** The venue says that it counted more than we did. */
  drain(now: number): void {
    this.#fill(now);
    this.#tokens = 0;
  }

  #fill(now: number): void {
    const {capacity, perSecond} = this.#limits;
    const elapsed = Math.max(0, now - (this.#filledAt ?? now));
    this.#tokens = Math.min(capacity, this.#tokens + (elapsed / 1_000) * perSecond);
    this.#filledAt = now;
  }
}
