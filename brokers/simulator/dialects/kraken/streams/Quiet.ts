/** Remembers which frames must not leave: all of them for a while, or those of one channel. */
export class Quiet {
  readonly #now: () => number;
  readonly #stalled = new Map<string, number>();
  #silentUntil = 0;
  #pongsUntil = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  silence(forMs: number, pongs: boolean): void {
    this.#silentUntil = this.#now() + forMs;
    this.#pongsUntil = pongs ? this.#silentUntil : 0;
  }

  stall(channel: string, forMs: number): void {
    this.#stalled.set(channel, this.#now() + forMs);
  }

  /** `pong` is a channel here too. */
  isQuiet(channel: string): boolean {
    const now = this.#now();
    if ((this.#stalled.get(channel) ?? 0) > now) return true;
    if (channel === 'pong' && this.#pongsUntil > now) return false;

    return this.#silentUntil > now;
  }
}
