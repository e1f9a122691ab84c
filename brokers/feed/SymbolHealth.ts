import type {FeedReport} from '../IBrokerAdapter.ts';

/** Collects what is wrong with each market's feed: it is lost with the first problem and restored with the end of the last. */
export class SymbolHealth {
  readonly #problems = new Map<string, Map<string, string>>();
  readonly #report: (report: FeedReport) => void;

  constructor(symbols: readonly string[], report: (report: FeedReport) => void) {
    for (const symbol of symbols) this.#problems.set(symbol, new Map());
    this.#report = report;
  }

  /** `kind` names the problem, such as `book`: the same kind ends it. */
  suffers(symbol: string, kind: string, reason: string): void {
    const problems = this.#problems.get(symbol);
    if (problems === undefined || problems.has(kind)) return;
    problems.set(kind, reason);
    if (problems.size === 1) this.#report({kind: 'lost', symbol, reason});
  }

  recovers(symbol: string, kind: string): void {
    const problems = this.#problems.get(symbol);
    if (problems === undefined || !problems.delete(kind)) return;
    if (problems.size === 0) this.#report({kind: 'restored', symbol});
  }

  has(symbol: string, kind: string): boolean {
    return this.#problems.get(symbol)?.has(kind) === true;
  }
}
