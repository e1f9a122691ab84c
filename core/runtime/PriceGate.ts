import {type Decimal, fromNumber, toText} from '../domain/Decimal.ts';
import type {InputDraft} from '../domain/Event.ts';
import type {Trade} from '../domain/Trade.ts';
import type {State} from '../kernel/State.ts';

type Options = {
  readonly state: Readonly<State>;
  /** Shortest market time between two moves of one market. */
  readonly intervalMs: number;
  readonly receive: (draft: InputDraft, time: number) => void;
};

/**
 * Lets prices into the kernel only where they can matter: while something is held or working in that market,
 * conflated in time; the crossing of a level that only the bot watches is never conflated.
 */
export class PriceGate {
  readonly #options: Options;
  readonly #last = new Map<string, number>();

  constructor(options: Options) {
    this.#options = options;
  }

  onTrade({symbol, price, time}: Trade): void {
    const {state, intervalMs, receive} = this.#options;
    if (!this.#matters(symbol)) return;
    const isDue = time - (this.#last.get(symbol) ?? Number.NEGATIVE_INFINITY) >= intervalMs;
    if (!isDue && !crosses(state, symbol, fromNumber(price))) return;
    this.#last.set(symbol, time);
    receive({type: 'PriceMoved', data: {symbol, price: toText(fromNumber(price))}}, time);
  }

  #matters(symbol: string): boolean {
    const {state} = this.#options;
    if (state.positions.has(symbol)) return true;
    if (state.orders.size === 0) return false;
    for (const order of state.orders.values()) if (order.intent.symbol === symbol) return true;

    return false;
  }
}

/** Whether the price is beyond a level of a position that is not leaving yet. */
const crosses = (state: Readonly<State>, symbol: string, price: Decimal): boolean => {
  const position = state.positions.get(symbol);
  if (position === undefined || position.levels === null || position.exiting !== null) return false;
  const {stop, target} = position.levels;

  return position.quantity > 0n ? price <= stop || price >= target : price >= stop || price <= target;
};
