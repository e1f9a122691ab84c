const RANGE = 2 ** 32;
const GOLDEN = 0x9e3779b9;
const WARM_UP_ROUNDS = 16;

/** Chance that gives the same numbers on every machine: 32-bit integers (sfc32), and only + - * / and square roots above them. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** Different texts give different streams; the same text gives the same one. */
  constructor(seed: string) {
    [this.#a, this.#b, this.#c] = [hash(seed, 1), hash(seed, 2), hash(seed, 3)];
    for (let round = 0; round < WARM_UP_ROUNDS; round++) this.uniform();
  }

  /** From 0 to below 1. */
  uniform(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;

    return (sum >>> 0) / RANGE;
  }

  /** Nearly normal with mean 0 and variance 1, never beyond ±6: the sum of twelve uniforms (Irwin-Hall). */
  normal(): number {
    let sum = -6;
    for (let count = 0; count < 12; count++) sum += this.uniform();

    return sum;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }
}

/** FNV-1a, with a salt. */
const hash = (text: string, salt: number): number => {
  let value = Math.imul(GOLDEN, salt) ^ 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);

  return value ^ (value >>> 15);
};
