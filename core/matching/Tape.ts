const SECONDS = 60;

/** Volume and price range of one market's last minute, in buckets of a second; costs no allocation per trade. */
export class Tape {
  readonly #second = new Float64Array(SECONDS).fill(-Infinity);
  readonly #volume = new Float64Array(SECONDS);
  readonly #own = new Float64Array(SECONDS);
  readonly #high = new Float64Array(SECONDS);
  readonly #low = new Float64Array(SECONDS);

  /** Takes one trade; one that is more than a minute late is not counted. */
  add(time: number, price: number, quantity: number): void {
    const slot = this.#slot(time);
    if (slot === null) return;

    this.#volume[slot] = (this.#volume[slot] ?? 0) + quantity;
    this.#high[slot] = Math.max(this.#high[slot] ?? price, price);
    this.#low[slot] = Math.min(this.#low[slot] ?? price, price);
  }

  /** Takes what our own orders filled. */
  addOwn(time: number, quantity: number): void {
    const slot = this.#slot(time);
    if (slot !== null) this.#own[slot] = (this.#own[slot] ?? 0) + quantity;
  }

  /** The minute that ends with `time`: base units traded, base units of ours, highest less lowest price. */
  lastMinute(time: number): {volume: number; own: number; range: number} {
    const after = Math.floor(time / 1000) - SECONDS;
    let [volume, own, high, low] = [0, 0, -Infinity, Infinity];
    for (let slot = 0; slot < SECONDS; slot += 1) {
      if ((this.#second[slot] ?? -Infinity) <= after) continue;
      volume += this.#volume[slot] ?? 0;
      own += this.#own[slot] ?? 0;
      high = Math.max(high, this.#high[slot] ?? high);
      low = Math.min(low, this.#low[slot] ?? low);
    }

    return {volume, own, range: high > low ? high - low : 0};
  }

  #slot(time: number): number | null {
    const second = Math.floor(time / 1000);
    const slot = second % SECONDS;
    const held = this.#second[slot] ?? -Infinity;
    if (held > second) return null;
    if (held < second) this.#clear(slot, second);

    return slot;
  }

  #clear(slot: number, second: number): void {
    this.#second[slot] = second;
    this.#volume[slot] = 0;
    this.#own[slot] = 0;
    this.#high[slot] = -Infinity;
    this.#low[slot] = Infinity;
  }
}
