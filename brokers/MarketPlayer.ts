import type {Clock, Timers} from '../core/runtime/clock.ts';

/** Real time between two looks at what is due. */
const TICK_MS = 50;
/** Real time that is made up for at most after a pause; the market stood still for the rest, so a machine that slept is not flooded. */
export const MAX_CATCH_UP_MS = 2_000;
/** Deliveries of one tick; beyond it the market runs slower than asked. */
export const MAX_DELIVERIES_PER_TICK = 20_000;
/** Real time without a pause at full speed, so that the rest of the process is served. */
const MAX_BUSY_MS = 20;
/** Deliveries between two looks at the clock at full speed. */
const DELIVERIES_PER_LOOK = 16;

/** What is to be played, in market time. */
export type Tape = {
  /** Time of the next delivery, or null at the end. */
  nextTime(): number | null;
  /** Makes the next delivery; an answer that is not null is awaited at full speed. */
  deliver(): Promise<void> | null;
  /** The tape is at its end. */
  onEnd(): void;
};

type Options = {
  readonly tape: Tape;
  readonly from: number;
  /** Market time per real time; null is as fast as possible. */
  readonly speed: number | null;
  readonly clock: Clock;
  readonly timers: Timers;
};

/** Plays a tape at a speed: by a timer, or as fast as its listener answers. */
export class MarketPlayer {
  readonly #options: Options;
  #now: number;
  #lastTick = 0;
  #cancel: () => void = () => {};
  #isRunning = false;

  constructor(options: Options) {
    this.#options = options;
    this.#now = options.from;
  }

  /** Market time, ms; never goes back. */
  get now(): number {
    return this.#now;
  }

  /** Nothing is delivered before the caller's turn is over. */
  start(): void {
    const {clock, timers, speed} = this.#options;
    this.#isRunning = true;
    this.#lastTick = clock.monotonic();
    this.#cancel =
      speed === null ? timers.after(0, () => void this.#run()) : timers.every(TICK_MS, () => this.#tick(speed));
  }

  stop(): void {
    this.#isRunning = false;
    this.#cancel();
  }

  #tick(speed: number): void {
    const real = this.#options.clock.monotonic();
    const target = this.#now + Math.min(real - this.#lastTick, MAX_CATCH_UP_MS) * speed;
    this.#lastTick = real;
    for (let count = 0; this.#isRunning; count++) {
      const time = this.#options.tape.nextTime();
      if (time === null) return this.#end();
      if (time > target) break;
      if (count === MAX_DELIVERIES_PER_TICK) return;
      this.#deliver(time);
    }
    if (this.#isRunning) this.#now = Math.max(this.#now, Math.floor(target));
  }

  async #run(): Promise<void> {
    const {clock, tape} = this.#options;
    let busySince = clock.monotonic();
    for (let count = 1; this.#isRunning; count += 1) {
      const time = tape.nextTime();
      if (time === null) return this.#end();
      const answer = this.#deliver(time);
      if (answer !== null) await answer;
      if (count % DELIVERIES_PER_LOOK !== 0 || clock.monotonic() - busySince < MAX_BUSY_MS) continue;
      await this.#pause();
      busySince = clock.monotonic();
    }
  }

  #deliver(time: number): Promise<void> | null {
    if (time > this.#now) this.#now = time;

    return this.#options.tape.deliver();
  }

  #pause(): Promise<void> {
    return new Promise(resolve => {
      this.#cancel = this.#options.timers.after(0, resolve);
    });
  }

  #end(): void {
    this.stop();
    this.#options.tape.onEnd();
  }
}
