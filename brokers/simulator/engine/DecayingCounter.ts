/** A counter that calls raise and time lowers: what a venue counts against each key or market. */
export class DecayingCounter {
  readonly #most: number;
  readonly #decayPerMs: number;
  #value = 0;
  #time = 0;

  constructor({most, decayPerSecond}: {most: number; decayPerSecond: number}) {
    this.#most = most;
    this.#decayPerMs = decayPerSecond / 1_000;
  }

  valueAt(time: number): number {
    return Math.max(0, this.#value - Math.max(0, time - this.#time) * this.#decayPerMs);
  }

  /** Counts the cost unless the limit would be passed. */
  tryAdd(cost: number, time: number): boolean {
    if (this.valueAt(time) + cost > this.#most) return false;
    this.add(cost, time);

    return true;
  }

  /** Counts the cost in any case. */
  add(cost: number, time: number): void {
    this.#value = this.valueAt(time) + cost;
    this.#time = Math.max(time, this.#time);
  }
}
