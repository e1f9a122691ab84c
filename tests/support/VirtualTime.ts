import type {Clock, Timers} from '../../core/runtime/clock.ts';

type Call = {readonly at: number; readonly order: number; action: (() => void) | null};

const isBefore = (a: Call, b: Call): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/**
 * A time that passes only when a test says so, for worlds of many calls and promises: every call is made at its moment, and
 * all that follows from it is worked off before the next one.
 */
export class VirtualTime {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly #heap: Call[] = [];
  #elapsed = 0;
  #count = 0;

  constructor(start = 1_700_000_000_000) {
    this.clock = {now: () => start + Math.floor(this.#elapsed), monotonic: () => this.#elapsed};
    this.timers = {
      after: (ms, action) => this.#at(this.#elapsed + Math.max(0, ms), action),
      every: (ms, action) => this.#every(ms, action),
    };
  }

  /** Lets time pass. */
  async advance(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    await nextTurn();
    for (let call = this.#heap[0]; call !== undefined && call.at <= end; call = this.#heap[0]) {
      this.#pop();
      this.#elapsed = call.at;
      if (call.action === null) continue;
      call.action();
      await nextTurn();
    }
    this.#elapsed = end;
  }

  /** Lets time pass in steps until the claim holds. @throws with its name when it does not in time. */
  async until(what: string, claim: () => boolean, withinMs = 600_000): Promise<void> {
    const end = this.#elapsed + withinMs;
    while (!claim()) {
      if (this.#elapsed >= end) throw new Error(`Waited ${withinMs} ms of virtual time in vain until ${what}.`);
      await this.advance(50);
    }
  }

  /** Lets time pass until the promise settles, and gives what it gives. */
  async during<Result>(promise: Promise<Result>, withinMs = 600_000): Promise<Result> {
    let isSettled = false;
    const settle = (): void => {
      isSettled = true;
    };
    promise.then(settle, settle);
    await this.until('a promise settles', () => isSettled, withinMs);

    return promise;
  }

  #every(ms: number, action: () => void): () => void {
    let cancel = (): void => {};
    const again = (): void => {
      cancel = this.#at(this.#elapsed + ms, () => {
        again();
        action();
      });
    };
    again();

    return () => cancel();
  }

  #at(at: number, action: () => void): () => void {
    this.#count += 1;
    const call: Call = {at, order: this.#count, action};
    this.#push(call);

    return () => {
      call.action = null;
    };
  }

  #push(call: Call): void {
    const heap = this.#heap;
    let index = heap.push(call) - 1;
    for (let parent = (index - 1) >> 1; index > 0; parent = (index - 1) >> 1) {
      const above = heap[parent];
      if (above === undefined || !isBefore(call, above)) break;
      heap[index] = above;
      heap[parent] = call;
      index = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const [a, b] = [heap[left], heap[right]];
      const child = b !== undefined && a !== undefined && isBefore(b, a) ? right : left;
      const below = heap[child];
      if (below === undefined || !isBefore(below, last)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
  }
}
