/** Ids whose number is remembered; a look reaches back far less. */
const MAX_REMEMBERED = 20_000;

/** Numbers for the trades of one market: the venue's own where they count up by one, else by the order of their coming. */
export class TradeNumbers {
  readonly #areCounted: boolean;
  readonly #numbers = new Map<string, number>();
  #last = 0;

  constructor(areCounted: boolean) {
    this.#areCounted = areCounted;
  }

  /** Null for an id that ought to be a number and is none: the trade is a hole then. */
  of(id: string): number | null {
    if (!this.#areCounted) return this.#give(id);
    const number = Number(id);

    return Number.isSafeInteger(number) ? number : null;
  }

  #give(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    this.#last += 1;
    this.#numbers.set(id, this.#last);
    const [oldest] = this.#numbers.keys();
    if (this.#numbers.size > MAX_REMEMBERED && oldest !== undefined) this.#numbers.delete(oldest);

    return this.#last;
  }
}
