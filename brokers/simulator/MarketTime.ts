import {type Clock, nodeClock, nodeTimers, type Timers} from '../../core/runtime/clock.ts';

type Options = {
  /** Market time at the beginning, ms UTC. */
  readonly from: number;
  /** Market time per real time. */
  readonly speed: number;
  readonly clock?: Clock;
  readonly timers?: Timers;
};

/** A market's own calendar: it runs so many times faster than real time, and timers with it. */
export class MarketTime {
  readonly speed: number;
  readonly clock: Clock;
  readonly timers: Timers;
  #from: number;

  constructor({from, speed, clock = nodeClock, timers = nodeTimers}: Options) {
    const startedAt = clock.monotonic();
    const elapsed = (): number => (clock.monotonic() - startedAt) * speed;
    this.speed = speed;
    this.#from = from;
    this.clock = {now: () => Math.floor(this.#from + elapsed()), monotonic: elapsed};
    this.timers = {
      every: (ms, action) => timers.every(ms / speed, action),
      after: (ms, action) => timers.after(ms / speed, action),
    };
  }

  /** Moves the calendar forward, never back: nobody who knows the market may have seen more of it than it has. */
  reach(time: number): void {
    this.#from += Math.max(0, time - this.clock.now());
  }
}
