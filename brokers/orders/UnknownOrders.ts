import type {Timers} from '../../core/runtime/clock.ts';
import {Backoff} from '../net/Backoff.ts';
import {VenueError, VenueUnreachable} from '../net/VenueError.ts';
import type {FoundOrder} from './evidence.ts';

type Parts = {
  readonly timers: Timers;
  readonly random: () => number;
  /** Venue time, ms UTC. */
  readonly now: () => number;
  readonly find: (clientOrderId: string, list: 'open' | 'closed') => Promise<FoundOrder | null>;
  /** Time between two proofs that an order is nowhere. */
  readonly spacingMs: number;
  /** False once the order's fate is known from elsewhere. */
  readonly isOpenQuestion: (clientOrderId: string) => boolean;
  readonly onFound: (order: FoundOrder) => Promise<void>;
  readonly onAbsent: (clientOrderId: string, reason: string) => void;
};

const RETRY = {firstMs: 1_000, maxMs: 30_000};
/** Rounds that must find the order in neither list. */
const PROOFS = 2;

/**
 * Finds out what became of orders whose answer never came, by asking and never by sending again.
 * An order is absent only when, after the last moment at which the venue could have taken it, both lists have been
 * searched twice with time in between; until then, or while the venue cannot be asked, it stays unknown.
 */
export class UnknownOrders {
  readonly #parts: Parts;
  readonly #asked = new Set<string>();
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  has(clientOrderId: string): boolean {
    return this.#asked.has(clientOrderId);
  }

  /** `fence` is the venue time, ms UTC, after which the order cannot appear any more. */
  resolve(clientOrderId: string, fence: number): void {
    if (this.#asked.has(clientOrderId)) return;
    this.#asked.add(clientOrderId);
    void this.#search(clientOrderId, fence).finally(() => this.#asked.delete(clientOrderId));
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #search(clientOrderId: string, fence: number): Promise<void> {
    const backoff = new Backoff(RETRY, this.#parts.random);
    for (let proofs = 0; this.#isOpen(clientOrderId); ) {
      const isAfterFence = this.#parts.now() > fence;
      const found = await this.#ask(clientOrderId);
      if (found === 'failed') {
        await this.#wait(backoff.next());
        continue;
      }
      if (found !== null) return this.#parts.onFound(found);
      if (isAfterFence) proofs += 1;
      if (proofs >= PROOFS) return this.#conclude(clientOrderId);
      await this.#wait(Math.max(this.#parts.spacingMs, isAfterFence ? 0 : fence - this.#parts.now() + 1));
    }
  }

  /** The order, null when it is in neither list, or `failed` when the venue could not be asked: that proves nothing. */
  async #ask(clientOrderId: string): Promise<FoundOrder | null | 'failed'> {
    try {
      const open = await this.#parts.find(clientOrderId, 'open');
      // An order that was open a moment ago is closed now: the second list is asked after the first.
      return open ?? (await this.#parts.find(clientOrderId, 'closed'));
    } catch (error) {
      if (error instanceof VenueError || error instanceof VenueUnreachable) return 'failed';
      throw error;
    }
  }

  #conclude(clientOrderId: string): void {
    if (!this.#isOpen(clientOrderId)) return;
    this.#parts.onAbsent(clientOrderId, 'neither an open nor a closed order after its deadline, asked twice');
  }

  #isOpen(clientOrderId: string): boolean {
    return !this.#isStopped && this.#parts.isOpenQuestion(clientOrderId);
  }

  #wait(ms: number): Promise<void> {
    return new Promise(resolve => {
      this.#parts.timers.after(ms, resolve);
    });
  }
}
