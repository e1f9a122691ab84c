import type {Timers} from '../clock.ts';
import {AccountLease, AccountLeased, LEASE_TIMES, type LeaseRequest} from './AccountLease.ts';

type Parts = LeaseRequest & {readonly timers: Timers};

/** Renewals in the time of one lease: a few may come late. */
const RENEWALS = 4;

/**
 * Keeps the lease of one account while the bot runs. When it is lost, be it that the process was stopped for too long, it says so
 * at the moment of the first question and asks for a new one until it has it.
 */
export class LeaseKeeper {
  readonly #request: LeaseRequest;
  readonly #stopTimer: () => void;
  readonly #onLost = new Set<(reason: string) => void>();
  readonly #onRegained = new Set<(epoch: number) => void>();
  #lease: AccountLease | null;
  #reason = '';

  /** Throws AccountLeased when another bot has the account. */
  constructor({timers, ...request}: Parts) {
    const {leaseMs} = request.times ?? LEASE_TIMES;
    this.#request = request;
    this.#lease = AccountLease.acquire(request);
    this.#stopTimer = timers.every(leaseMs / RENEWALS, () => this.#keep());
  }

  /** Epoch of the present lease; null without one. */
  get epoch(): number | null {
    return this.#lease?.epoch ?? null;
  }

  /** Why nothing may be sent. */
  get reason(): string {
    return this.#reason;
  }

  /** To be asked before each byte that could change the account. */
  isHeld(): boolean {
    if (this.#lease?.isHeld() === true) return true;
    if (this.#lease !== null) {
      this.#lose(
        'this process was stopped or too slow to keep the account to itself: another bot may trade on it by now',
      );
    }

    return false;
  }

  onLost(listener: (reason: string) => void): void {
    this.#onLost.add(listener);
  }

  onRegained(listener: (epoch: number) => void): void {
    this.#onRegained.add(listener);
  }

  /** Gives the account up. */
  stop(): void {
    this.#stopTimer();
    this.#onLost.clear();
    this.#onRegained.clear();
    this.#lease?.release();
    this.#lease = null;
  }

  #keep(): void {
    if (!this.isHeld()) return this.#regain();
    if (this.#lease?.renew() === false) this.#lose('another bot has taken the account over');
  }

  #lose(reason: string): void {
    this.#lease?.end();
    this.#lease = null;
    this.#reason = reason;
    for (const listener of this.#onLost) listener(reason);
  }

  #regain(): void {
    try {
      const lease = AccountLease.acquire(this.#request);
      this.#lease = lease;
      this.#reason = '';
      for (const listener of this.#onRegained) listener(lease.epoch);
    } catch (error) {
      if (!(error instanceof AccountLeased)) throw error;
      this.#reason = error.message;
    }
  }
}
