/** Remembers which frames must not leave: all of them for a while, or those of one channel. */
export class Quiet {
  readonly #elapsed: () => number;
  readonly #stalled = new Map<string, number>();
  #silentUntil = 0;
  #pongsUntil = 0;

  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  silence(forMs: number, pongs: boolean): void {
    this.#silentUntil = this.#elapsed() + forMs;
    this.#pongsUntil = pongs ? this.#silentUntil : 0;
  }

  stall(channel: string, forMs: number): void {
    this.#stalled.set(channel, this.#elapsed() + forMs);
  }

  /** `pong` is a channel here too. */
  isQuiet(channel: string): boolean {
    const now = this.#elapsed();
    if ((this.#stalled.get(channel) ?? 0) > now) return true;
    if (channel === 'pong' && this.#pongsUntil > now) return false;

    return this.#silentUntil > now;
  }
}
