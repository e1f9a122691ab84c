import {toNumber} from '../../domain/Decimal.ts';
import type {Step} from '../../kernel/Engine.ts';
import type {State} from '../../kernel/State.ts';

/** The account after one closed bar. */
export type EquityPoint = {
  /** Close of the bar, ms UTC. */
  readonly time: number;
  /** In account currency. */
  readonly equity: number;
  /** Price of the first market. */
  readonly close: number;
};

/** Keeps the account's worth after every bar that was traded, warm-up left out. */
export class EquityBook {
  readonly points: EquityPoint[] = [];

  add(step: Step, state: Readonly<State>): void {
    for (const {type, time, data} of step) {
      if (type !== 'CandleClosed' || data.history === true) continue;
      // Finer and coarser bars that end together are one moment of the account.
      if (this.points.at(-1)?.time === time) this.points.pop();
      this.points.push({time, equity: toNumber(state.equity.current), close: data.candle.close});
    }
  }
}
