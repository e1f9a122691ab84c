import {neighbourhood} from './addresses.ts';

const FAILURES_PER_MINUTE = 5;
const WINDOW_MS = 60_000;
const ADDRESSES = 1_000;

/** Counts wrong tokens per address, so that nobody can guess at speed. Times are monotonic ms. */
export class FailureLimit {
  readonly #failures = new Map<string, {count: number; readonly until: number}>();

  isBlocked(address: string, now: number): boolean {
    const entry = this.#failures.get(neighbourhood(address));

    return entry !== undefined && entry.until > now && entry.count >= FAILURES_PER_MINUTE;
  }

  fail(address: string, now: number): void {
    const key = neighbourhood(address);
    const entry = this.#failures.get(key);
    if (entry !== undefined && entry.until > now) {
      entry.count += 1;
      return;
    }
    this.#failures.delete(key);
    if (this.#failures.size >= ADDRESSES) this.#dropOldest();
    this.#failures.set(key, {count: 1, until: now + WINDOW_MS});
  }

  /** Entries are in the order of their first failure. */
  #dropOldest(): void {
    for (const key of this.#failures.keys()) {
      this.#failures.delete(key);
      return;
    }
  }
}
