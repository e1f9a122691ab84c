import type {FeedReport} from '../../brokers/IBrokerAdapter.ts';

type Options = {
  readonly symbols: readonly string[];
  /** Real time, monotonic, ms. */
  readonly monotonic: () => number;
  /** Silence after which a market counts as lost. */
  readonly staleAfterMs: number;
  readonly report: (report: FeedReport & {readonly ageMs: number}) => void;
};

/** Notices by the age of the data, not by the state of a socket, that a market has gone silent, and that it is back. */
export class FeedWatch {
  readonly #options: Options;
  readonly #heard = new Map<string, number>();
  readonly #lost = new Set<string>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Silence counts from here. */
  begin(): void {
    for (const symbol of this.#options.symbols) this.#heard.set(symbol, this.#options.monotonic());
  }

  heard(symbol: string): void {
    this.#heard.set(symbol, this.#options.monotonic());
    if (!this.#lost.delete(symbol)) return;
    this.#options.report({kind: 'restored', symbol, ageMs: 0});
  }

  lost(symbol: string, reason: string): void {
    if (this.#lost.has(symbol)) return;
    this.#lost.add(symbol);
    this.#options.report({kind: 'lost', symbol, reason, ageMs: this.ageMs(symbol) ?? 0});
  }

  /** To be called a few times a second. */
  check(): void {
    for (const symbol of this.#options.symbols) {
      const age = this.ageMs(symbol);
      if (age !== null && age > this.#options.staleAfterMs) this.lost(symbol, 'silent');
    }
  }

  /** Real ms since the last data, or null before the feed began. */
  ageMs(symbol: string): number | null {
    const heard = this.#heard.get(symbol);

    return heard === undefined ? null : Math.max(0, this.#options.monotonic() - heard);
  }
}
