type Parts = {
  /** Silence from which on another source is asked. */
  readonly afterMs: number;
  /** Whether the other source answered: what it knew has been delivered then. */
  readonly ask: (symbol: string) => Promise<boolean>;
  /** Nothing was missed up to now. */
  readonly onProven: (symbol: string) => void;
};

type Market = {heardAt: number; isAsking: boolean};

/** Tells a quiet market from a dead feed: after a silence it asks a second source, whose answer is as good as data. */
export class QuietProof {
  readonly #parts: Parts;
  readonly #markets = new Map<string, Market>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Data came, or silence counts anew from here; monotonic ms. */
  heard(symbol: string, now: number): void {
    const market = this.#markets.get(symbol);
    if (market === undefined) this.#markets.set(symbol, {heardAt: now, isAsking: false});
    else market.heardAt = now;
  }

  /** To be called about once a second. */
  check(now: number): void {
    for (const [symbol, market] of this.#markets) {
      if (market.isAsking || now - market.heardAt < this.#parts.afterMs) continue;
      market.isAsking = true;
      void this.#ask(symbol, market, now);
    }
  }

  /** The proof is of the moment of the question: what came to pass while it was on its way is the next one's. */
  async #ask(symbol: string, market: Market, askedAt: number): Promise<void> {
    const isProven = await this.#parts.ask(symbol);
    market.isAsking = false;
    if (!isProven) return;
    market.heardAt = Math.max(market.heardAt, askedAt);
    this.#parts.onProven(symbol);
  }
}
