import {toNumber} from '../../domain/Decimal.ts';
import type {Step} from '../../kernel/Engine.ts';
import type {State} from '../../kernel/State.ts';

/** The account after one closed bar. */
export type EquityPoint = {
  /** Close of the bar, ms UTC. */
  readonly time: number;
  /** In account currency. */
  readonly equity: number;
  /** Worth of one unit put evenly into all markets at their first close. */
  readonly held: number;
};

/** Keeps the account's worth after every bar that was traded, warm-up left out, beside that of holding. */
export class EquityBook {
  readonly points: EquityPoint[] = [];
  readonly #symbols: readonly string[];
  readonly #first = new Map<string, number>();
  readonly #last = new Map<string, number>();

  constructor(symbols: readonly string[]) {
    this.#symbols = symbols;
  }

  add(step: Step, state: Readonly<State>): void {
    for (const {type, time, data} of step) {
      if (type !== 'CandleClosed' || data.history === true) continue;
      const {symbol, candle} = data;
      if (!this.#first.has(symbol)) this.#first.set(symbol, candle.close);
      this.#last.set(symbol, candle.close);
      // Finer and coarser bars, and those of several markets, that end together are one moment of the account.
      if (this.points.at(-1)?.time === time) this.points.pop();
      this.points.push({time, equity: toNumber(state.equity.current), held: this.#held()});
    }
  }

  /** A market that has not begun yet is still money. */
  #held(): number {
    const growth = (symbol: string): number => (this.#last.get(symbol) ?? 1) / (this.#first.get(symbol) ?? 1);

    return this.#symbols.reduce((sum, symbol) => sum + growth(symbol), 0) / this.#symbols.length;
  }
}
