import type {Timers} from '../../core/runtime/clock.ts';
import {VenueError, VenueUnreachable} from '../net/VenueError.ts';
import type {OrderDesk} from '../orders/OrderDesk.ts';

type Parts = {
  readonly desk: OrderDesk;
  readonly timers: Timers;
  readonly everyMs: number;
  readonly onLost: (reason: string) => void;
  /** The account can be asked again, and everything that happened meanwhile has been reported. */
  readonly onRestored: () => void;
};

/** Looks after our orders while there are any: now and then, and at once after each answer about one. */
export class OrderWatch {
  readonly #parts: Parts;
  #isLooking = false;
  #isWantedAgain = false;
  #isLost = false;
  #isStopped = false;
  #stopTimer: () => void = () => {};

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): void {
    this.#stopTimer = this.#parts.timers.every(this.#parts.everyMs, () => {
      if (this.#isLost || this.#parts.desk.working().length > 0) this.look();
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopTimer();
  }

  /** Looks now, or once more after the look that is under way: that one may have asked too early. */
  look(): void {
    this.#isWantedAgain = true;
    if (!this.#isLooking) void this.#lookUntilNobodyAsks();
  }

  async #lookUntilNobodyAsks(): Promise<void> {
    this.#isLooking = true;
    while (this.#isWantedAgain && !this.#isStopped) {
      this.#isWantedAgain = false;
      await this.#lookOnce();
    }
    this.#isLooking = false;
  }

  async #lookOnce(): Promise<void> {
    const {desk, onLost, onRestored} = this.#parts;
    try {
      if (this.#isLost) await desk.agree();
      else await desk.poll();
      if (this.#isStopped || !this.#isLost) return;
      this.#isLost = false;
      onRestored();
    } catch (error) {
      if (!(error instanceof VenueError) && !(error instanceof VenueUnreachable)) throw error;
      if (this.#isStopped) return;
      this.#isLost = true;
      onLost(error.message);
    }
  }
}
