import type {Timers} from '../../core/runtime/clock.ts';

type Parts = {
  readonly timers: Timers;
  readonly timeoutSeconds: number;
  readonly refreshMs: number;
  /** Asks the venue to cancel everything after so many seconds; 0 switches it off. False when it did not hear. */
  readonly arm: (timeoutSeconds: number) => Promise<boolean>;
};

/** Keeps the venue ready to cancel our orders should we fall silent, and only while there are any. */
export class DeadMansSwitch {
  readonly #parts: Parts;
  #stopRefresh: (() => void) | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isArmed(): boolean {
    return this.#stopRefresh !== null;
  }

  /** To be told after each change whether orders may rest at the venue. */
  update(hasOrders: boolean): void {
    if (hasOrders === this.isArmed) return;
    if (!hasOrders) return void this.disarm();
    this.#stopRefresh = this.#parts.timers.every(this.#parts.refreshMs, () => this.refresh());
    this.refresh();
  }

  /** Starts the venue's count anew; to be called at once on a new connection. A refresh that fails is made up for by the next. */
  refresh(): void {
    if (this.isArmed) void this.#parts.arm(this.#parts.timeoutSeconds);
  }

  /** Resolves with whether the venue has heard it. */
  disarm(): Promise<boolean> {
    this.#stopRefresh?.();
    this.#stopRefresh = null;

    return this.#parts.arm(0);
  }
}
