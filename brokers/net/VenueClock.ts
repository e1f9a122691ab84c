/** Round trips that the median is taken over. */
const SAMPLES = 9;

/** What time it is at the venue, by the median of the last answers that carried their time. */
export class VenueClock {
  readonly #now: () => number;
  readonly #offsets: number[] = [];
  #offset = 0;

  /** `now` is our own clock, ms UTC. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Ms that the venue is ahead of us. */
  get offsetMs(): number {
    return this.#offset;
  }

  now(): number {
    return this.#now() + this.#offset;
  }

  /** A request left and its answer came, by our clock; in between the venue read its own. */
  sample(sentAt: number, venueTime: number): void {
    this.#offsets.push(venueTime - (sentAt + this.#now()) / 2);
    if (this.#offsets.length > SAMPLES) this.#offsets.shift();
    const sorted = [...this.#offsets].sort((a, b) => a - b);
    this.#offset = Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
  }
}
