/**
 * Chance in streams of their own, one for each purpose and entity: the number at a place depends on the seed, the name of
 * its stream and the place alone, so that what happens elsewhere, or is left out, moves none of it.
 */
export class Chance {
  readonly #seed: string;

  constructor(seed: number | string) {
    this.#seed = String(seed);
  }

  stream(...name: readonly (string | number)[]): ChanceStream {
    return new ChanceStream(`${this.#seed} ${name.join(' ')}`);
  }
}

const GOLDEN = 0x9e3779b9;
const RANGE = 2 ** 32;

/** One stream of numbers; 32-bit integers only, so it is the same on every machine. */
export class ChanceStream {
  readonly #key: number;
  #place = 0;

  constructor(name: string) {
    let key = 0x811c9dc5;
    for (let index = 0; index < name.length; index += 1) key = Math.imul(key ^ name.charCodeAt(index), 0x01000193);
    this.#key = mix(key);
  }

  /** From 0 to below 1, at this place of the stream. */
  at(place: number): number {
    return (mix(this.#key ^ mix(Math.imul(place + 1, GOLDEN))) >>> 0) / RANGE;
  }

  next(): number {
    this.#place += 1;

    return this.at(this.#place);
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  isTrue(share: number): boolean {
    return this.next() < share;
  }

  /** @throws RangeError on an empty list. */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new RangeError('There is nothing to pick from.');

    return item;
  }
}

/** Murmur's finalizer. */
const mix = (value: number): number => {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);

  return hash ^ (hash >>> 16);
};
