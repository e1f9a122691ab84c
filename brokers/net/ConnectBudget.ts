export type ConnectLimits = {readonly connects: number; readonly windowMs: number};

/** Keeps our connects below what the venue allows an address in any window, because the answer to more is a ban. */
export class ConnectBudget {
  readonly #limits: ConnectLimits;
  readonly #times: number[] = [];

  constructor(limits: ConnectLimits) {
    this.#limits = limits;
  }

  /** Ms to wait until a connect is within the budget; 0 when it is now. */
  waitMs(now: number): number {
    this.#forget(now);
    const oldest = this.#times[0];
    if (oldest === undefined || this.#times.length < this.#limits.connects) return 0;

    return oldest + this.#limits.windowMs - now;
  }

  /** Counts one connect. */
  spend(now: number): void {
    this.#forget(now);
    this.#times.push(now);
  }

  #forget(now: number): void {
    while (this.#times[0] !== undefined && this.#times[0] + this.#limits.windowMs <= now) this.#times.shift();
  }
}
