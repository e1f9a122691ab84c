import type {Clock, Timers} from '../../core/runtime/clock.ts';

type Call = {at: number; readonly every: number | null; readonly action: () => void};

/** A time that passes only when a test says so; due calls are made in their order. */
export class ManualTime {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly #calls = new Set<Call>();
  #elapsed = 0;

  constructor(start = 1_700_000_000_000) {
    this.clock = {now: () => start + this.#elapsed, monotonic: () => this.#elapsed};
    this.timers = {
      every: (ms, action) => this.#schedule({at: this.#elapsed + ms, every: ms, action}),
      after: (ms, action) => this.#schedule({at: this.#elapsed + ms, every: null, action}),
    };
  }

  /** Lets time pass, with every call that falls due at its moment. */
  advance(ms: number): void {
    const end = this.#elapsed + ms;
    for (let call = this.#next(end); call !== null; call = this.#next(end)) {
      this.#elapsed = call.at;
      if (call.every === null) this.#calls.delete(call);
      else call.at += call.every;
      call.action();
    }
    this.#elapsed = end;
  }

  /** The machine sleeps: time passes and no call is made; what fell due is made once, afterwards. */
  sleep(ms: number): void {
    this.#elapsed += ms;
    for (const call of this.#calls) call.at = Math.max(call.at, this.#elapsed);
  }

  #schedule(call: Call): () => void {
    this.#calls.add(call);

    return () => this.#calls.delete(call);
  }

  #next(end: number): Call | null {
    const due = [...this.#calls].filter(call => call.at <= end);

    return due.reduce<Call | null>((first, call) => (first === null || call.at < first.at ? call : first), null);
  }
}
