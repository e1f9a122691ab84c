import type {Clock} from '../../core/runtime/clock.ts';

/** Round trips that the median is taken over. */
const SAMPLES = 9;

/**
 * What time it is at the venue, by the median of the last answers that carried its time. It runs on our monotonic clock, so
 * it neither jumps with the wall clock nor is wrong with it; before the first answer the wall clock stands in.
 */
export class VenueClock implements Clock {
  readonly #own: Clock;
  /** Venue time at the monotonic zero. */
  readonly #origins: number[] = [];
  #origin: number | null = null;
  #isRough = true;

  constructor(own: Clock) {
    this.#own = own;
  }

  /** Venue time, ms UTC. */
  now(): number {
    return this.#origin === null ? this.#own.now() : Math.floor(this.#origin + this.#own.monotonic());
  }

  monotonic(): number {
    return this.#own.monotonic();
  }

  /** A request left at a monotonic time of ours and its answer is here; in between the venue read its own clock, ms UTC. */
  sample(sentAt: number, venueTime: number): void {
    if (this.#isRough) this.#origins.length = 0;
    this.#isRough = false;
    this.#add(venueTime - (sentAt + this.#own.monotonic()) / 2);
  }

  /** The same of a clock that shows whole seconds: good enough until a better one answers. */
  sampleSeconds(sentAt: number, venueSeconds: number): void {
    if (this.#isRough) this.#add(venueSeconds * 1_000 + 500 - (sentAt + this.#own.monotonic()) / 2);
  }

  #add(origin: number): void {
    this.#origins.push(origin);
    if (this.#origins.length > SAMPLES) this.#origins.shift();
    const sorted = [...this.#origins].sort((a, b) => a - b);
    this.#origin = sorted[Math.floor(sorted.length / 2)] ?? null;
  }
}
