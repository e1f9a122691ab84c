/** A promise of INVARIANTS that was broken. */
export type Violation = {readonly rule: string; readonly text: string; readonly atMs: number};

/** Where the rules report; the world stops at the first violation. */
export class Verdict {
  readonly violations: Violation[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  get isClean(): boolean {
    return this.violations.length === 0;
  }

  broken(rule: string, text: string): void {
    this.violations.push({rule, text, atMs: Math.round(this.#now())});
  }

  claim(rule: string, holds: boolean, text: () => string): void {
    if (!holds) this.broken(rule, text());
  }
}
