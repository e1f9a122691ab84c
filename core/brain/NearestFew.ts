import {at} from '../../indicators/cells/at.ts';

export type Near = {readonly key: number; readonly distance: number};

/** The few smallest distances seen so far, in order; of equal ones the first stays ahead. */
export class NearestFew {
  readonly count: number;
  readonly #distances: Float64Array;
  readonly #keys: Float64Array;
  #size = 0;

  constructor(count: number) {
    this.count = count;
    this.#distances = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    this.#keys = new Float64Array(count);
  }

  get entries(): Near[] {
    const entries: Near[] = [];
    for (let rank = 0; rank < this.#size; rank += 1) {
      entries.push({key: at(this.#keys, rank), distance: at(this.#distances, rank)});
    }

    return entries;
  }

  clear(): void {
    this.#size = 0;
    this.#distances.fill(Number.POSITIVE_INFINITY);
  }

  /** A distance must be below it to be among the few. */
  get worst(): number {
    return at(this.#distances, this.count - 1);
  }

  /** Takes a distance that is below `worst` and returns the new `worst`. */
  insert(distance: number, key: number): number {
    const distances = this.#distances;
    const keys = this.#keys;
    if (this.#size < this.count) this.#size += 1;
    let rank = this.#size - 1;
    for (; rank > 0 && at(distances, rank - 1) > distance; rank -= 1) {
      distances[rank] = at(distances, rank - 1);
      keys[rank] = at(keys, rank - 1);
    }
    distances[rank] = distance;
    keys[rank] = key;

    return this.worst;
  }
}
