export type BackoffLimits = {
  /** Longest first wait, ms. */
  readonly firstMs: number;
  readonly maxMs: number;
};

/** Waits between attempts: the ceiling doubles, the wait is drawn evenly below it, so that a thousand clients do not return together. */
export class Backoff {
  readonly #limits: BackoffLimits;
  readonly #random: () => number;
  #ceilingMs: number;

  /** `random` gives numbers from 0 to below 1. */
  constructor(limits: BackoffLimits, random: () => number) {
    this.#limits = limits;
    this.#random = random;
    this.#ceilingMs = limits.firstMs;
  }

  /** Ms to wait before the next attempt. */
  next(): number {
    const wait = this.#random() * this.#ceilingMs;
    this.#ceilingMs = Math.min(this.#ceilingMs * 2, this.#limits.maxMs);

    return wait;
  }

  /** An attempt has held: the next failure starts small again. */
  reset(): void {
    this.#ceilingMs = this.#limits.firstMs;
  }
}
