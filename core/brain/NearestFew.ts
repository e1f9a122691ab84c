/** The few smallest distances seen so far, in order; of equal ones the first stays ahead. */
export class NearestFew {
  readonly entries: {readonly key: number; readonly distance: number}[] = [];
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
  }

  /** A distance must be below it to be among the few. */
  get worst(): number {
    if (this.entries.length < this.#count) return Number.POSITIVE_INFINITY;

    return this.entries[this.#count - 1]?.distance ?? 0;
  }

  /** Takes a distance that is below `worst` and returns the new `worst`. */
  insert(distance: number, key: number): number {
    let rank = this.entries.length;
    while (rank > 0 && (this.entries[rank - 1]?.distance ?? 0) > distance) rank -= 1;
    this.entries.splice(rank, 0, {key, distance});
    if (this.entries.length > this.#count) this.entries.pop();

    return this.worst;
  }
}
