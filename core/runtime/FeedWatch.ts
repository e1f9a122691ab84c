import type {FeedReport} from '../../brokers/IBrokerAdapter.ts';

type Options = {
  readonly symbols: readonly string[];
  /** Real time, monotonic, ms. */
  readonly monotonic: () => number;
  /** Silence after which a market counts as lost. */
  readonly staleAfterMs: number;
  readonly report: (report: FeedReport & {readonly ageMs: number}) => void;
};

/**
 * Notices by the age of the data, not by the state of a socket, that a market has gone silent, and that it is back.
 * What the venue itself calls lost stays lost until the venue calls it restored, whatever else is heard.
 */
export class FeedWatch {
  readonly #options: Options;
  readonly #heard = new Map<string, number>();
  readonly #silent = new Set<string>();
  readonly #reported = new Set<string>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Silence counts from here. */
  begin(): void {
    for (const symbol of this.#options.symbols) this.#heard.set(symbol, this.#options.monotonic());
  }

  /** Data came, or word of `ageMs` ago that there was none: what that word missed since counts as silence. */
  heard(symbol: string, ageMs = 0): void {
    const at = this.#options.monotonic() - ageMs;
    if (ageMs > 0 && at < (this.#heard.get(symbol) ?? Number.NEGATIVE_INFINITY)) return;
    this.#heard.set(symbol, at);
    if (this.#silent.size > 0 && ageMs <= this.#options.staleAfterMs) this.#remove(this.#silent, symbol);
  }

  /** The venue says that its data cannot be relied on. */
  lost(symbol: string, reason: string): void {
    this.#add(this.#reported, symbol, reason);
  }

  /** The venue says that all is well again. */
  restored(symbol: string): void {
    this.#heard.set(symbol, this.#options.monotonic());
    this.#remove(this.#silent, symbol);
    this.#remove(this.#reported, symbol);
  }

  /** To be called a few times a second. */
  check(): void {
    for (const symbol of this.#options.symbols) {
      const age = this.ageMs(symbol);
      if (age !== null && age > this.#options.staleAfterMs) this.#add(this.#silent, symbol, 'silent');
    }
  }

  /** Real ms since the last data, or null before the feed began. */
  ageMs(symbol: string): number | null {
    const heard = this.#heard.get(symbol);

    return heard === undefined ? null : Math.max(0, this.#options.monotonic() - heard);
  }

  #isLost(symbol: string): boolean {
    return this.#silent.has(symbol) || this.#reported.has(symbol);
  }

  #add(cause: Set<string>, symbol: string, reason: string): void {
    const wasLost = this.#isLost(symbol);
    cause.add(symbol);
    if (!wasLost) this.#options.report({kind: 'lost', symbol, reason, ageMs: this.ageMs(symbol) ?? 0});
  }

  #remove(cause: Set<string>, symbol: string): void {
    if (!cause.delete(symbol) || this.#isLost(symbol)) return;
    this.#options.report({kind: 'restored', symbol, ageMs: 0});
  }
}
