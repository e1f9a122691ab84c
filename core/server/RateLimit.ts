const WINDOW_MS = 1_000;

/** Lets a named number of happenings pass in a second. Times are monotonic ms. */
export class RateLimit {
  readonly #perSecond: number;
  #count = 0;
  #since = Number.NEGATIVE_INFINITY;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  allows(now: number): boolean {
    if (now - this.#since >= WINDOW_MS) [this.#count, this.#since] = [0, now];
    this.#count += 1;

    return this.#count <= this.#perSecond;
  }
}
