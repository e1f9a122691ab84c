type Parts = {
  /** Silence from which on another source is asked. */
  readonly afterMs: number;
  /** Whether the other source answered: what it knew has been delivered then. */
  readonly ask: (symbol: string) => Promise<boolean>;
  /** Nothing was missed up to the question, monotonic ms. */
  readonly onProven: (symbol: string, askedAt: number) => void;
};

type Market = {heardAt: number; isAsking: boolean; isOwed: boolean};

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
    if (market === undefined) this.#markets.set(symbol, {heardAt: now, isAsking: false, isOwed: false});
    else market.heardAt = now;
  }

  /** Something was missed: the other source is asked until it answers, whatever is heard meanwhile. */
  owe(symbol: string): void {
    const market = this.#markets.get(symbol);
    if (market !== undefined) market.isOwed = true;
  }

  /** To be called about once a second. */
  check(now: number): void {
    for (const [symbol, market] of this.#markets) {
      const isDue = market.isOwed || now - market.heardAt >= this.#parts.afterMs;
      if (market.isAsking || !isDue) continue;
      market.isAsking = true;
      void this.#ask(symbol, market, now);
    }
  }

  /** The proof is of the moment of the question: what came to pass while it was on its way is the next one's. */
  async #ask(symbol: string, market: Market, askedAt: number): Promise<void> {
    const {isOwed} = market;
    market.isOwed = false;
    const isProven = await this.#parts.ask(symbol);
    market.isAsking = false;
    if (!isProven) return void (market.isOwed ||= isOwed);
    market.heardAt = Math.max(market.heardAt, askedAt);
    this.#parts.onProven(symbol, askedAt);
  }
}
