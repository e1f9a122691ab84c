import {ZERO} from '../domain/Decimal.ts';
import type {Step} from '../kernel/Engine.ts';
import {findOrder} from '../kernel/foldOrder.ts';
import {protectionOf} from '../kernel/protection.ts';
import type {State} from '../kernel/State.ts';

type Options = {
  readonly state: Readonly<State>;
  /** Real time, monotonic, ms. */
  readonly monotonic: () => number;
  /** Longest time that a position may stand without protection, ms. */
  readonly limitMs: number;
  /** Told once when a position has stood without longer than that. */
  readonly report: (symbol: string, nakedMs: number) => void;
  /** Hears how long after its first fill a position got a stop that the venue has acknowledged. */
  readonly onProtected: (ms: number) => void;
};

/** Measures how long positions stand without a stop at the venue and without a bot that could watch over them. */
export class NakedWatch {
  readonly #options: Options;
  /** When each position lost its protection. */
  readonly #since = new Map<string, number>();
  readonly #told = new Set<string>();
  /** When each position was opened whose stop the venue has not acknowledged yet. */
  readonly #opened = new Map<string, number>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Longest present time without protection, ms. */
  get nakedMs(): number {
    const begins = [...this.#since.values()];

    return begins.length === 0 ? 0 : this.#options.monotonic() - Math.min(...begins);
  }

  /** Looks at every position; to be called a few times a second. */
  check(): void {
    const {state, monotonic, limitMs, report} = this.#options;
    const now = monotonic();
    for (const symbol of [...this.#since.keys()]) if (!state.positions.has(symbol)) this.#cover(symbol);
    for (const position of state.positions.values()) {
      const {symbol, quantity} = position;
      if (quantity === ZERO || protectionOf(state, position) !== 'none') {
        this.#cover(symbol);
        continue;
      }
      const since = this.#since.get(symbol) ?? now;
      this.#since.set(symbol, since);
      if (now - since <= limitMs || this.#told.has(symbol)) continue;
      this.#told.add(symbol);
      report(symbol, Math.round(now - since));
    }
  }

  /** Takes the time from a first fill to its stop. */
  observe(step: Step): void {
    const [input] = step;
    if (input?.type === 'OrderFilled') {
      for (const {type, data} of step)
        if (type === 'PositionOpened') this.#opened.set(data.symbol, this.#options.monotonic());
    }
    if (input?.type !== 'OrderAccepted' || this.#opened.size === 0) return;
    const intent = findOrder(this.#options.state, input.data.clientOrderId)?.intent;
    const begin = intent?.purpose === 'stop' ? this.#opened.get(intent.symbol) : undefined;
    if (intent === undefined || begin === undefined) return;
    this.#opened.delete(intent.symbol);
    this.#options.onProtected(this.#options.monotonic() - begin);
  }

  #cover(symbol: string): void {
    this.#since.delete(symbol);
    this.#told.delete(symbol);
  }
}
