/** Hands items over one after the other, also when taking one makes more. */
export class Outbox<Item> {
  readonly #take: (item: Item) => void;
  readonly #waiting: Item[] = [];
  #isDelivering = false;

  constructor(take: (item: Item) => void) {
    this.#take = take;
  }

  deliver(items: readonly Item[]): void {
    if (items.length === 0) return;
    this.#waiting.push(...items);
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    try {
      for (let item = this.#waiting.shift(); item !== undefined; item = this.#waiting.shift()) this.#take(item);
    } finally {
      this.#isDelivering = false;
    }
  }
}
