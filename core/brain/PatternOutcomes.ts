import {type Decimal, decimal, sum, toText, ZERO} from '../domain/Decimal.ts';
import type {DecimalText} from '../domain/Market.ts';
import type {Side} from '../domain/Order.ts';
import {SHAPE_LENGTH} from './encodePattern.ts';

/** An entry of ours whose result is not known yet, with the shape that was current when it was decided. */
export type PendingEntry = {readonly decision: number; readonly time: number; readonly shape: readonly number[]};

/** How a trade ended that began on this shape. */
export type Outcome = PendingEntry & {readonly side: Side; readonly netPnl: DecimalText};

export type OutcomesSnapshot = {readonly pending: readonly PendingEntry[]; readonly outcomes: readonly Outcome[]};

/** Our own record on shapes like one shape, for one side; `netPnl` is after fees, in account currency; a trade that came out even did not lose. */
export type TradeRecord = {
  readonly wins: number;
  readonly losses: number;
  readonly netPnl: DecimalText;
  /** Distance of the most alike traded shape. */
  readonly nearest: number;
};

/** Root mean square distance per feature up to which two shapes count as alike. */
export const ALIKE_DISTANCE = 0.25;

/** Latest entries and outcomes kept per market. */
const KEPT = 256;

/** What came of our own trades in one market; each decision's result is taken once. */
export class PatternOutcomes {
  #pending: PendingEntry[] = [];
  #outcomes: Outcome[] = [];

  get size(): number {
    return this.#outcomes.length;
  }

  /** Remembers the shape behind a decision that entered. */
  enter(entry: PendingEntry): void {
    this.#pending.push(entry);
    if (this.#pending.length > KEPT) this.#pending.shift();
  }

  /** Takes the result of the trade that `decision` opened. False if it is unknown or already taken. */
  learn(decision: number, side: Side, netPnl: DecimalText): boolean {
    const entry = this.#pending.find(each => each.decision === decision);
    if (entry === undefined) return false;

    this.#pending = this.#pending.filter(each => each !== entry);
    this.#outcomes.push({...entry, side, netPnl});
    if (this.#outcomes.length > KEPT) this.#outcomes.shift();

    return true;
  }

  /** Our record on shapes alike, since `oldestTime`; null without a trade on any. */
  record(shape: ArrayLike<number>, side: Side, oldestTime: number): TradeRecord | null {
    const alike = this.#outcomes
      .filter(each => each.side === side && each.time >= oldestTime)
      .map(({shape: traded, netPnl}) => ({distance: shapeDistance(shape, traded), netPnl}))
      .filter(({distance}) => distance <= ALIKE_DISTANCE);
    if (alike.length === 0) return null;

    return summarize(alike.map(({distance, netPnl}) => ({distance, netPnl: decimal(netPnl)})));
  }

  /** Own record of every traded shape, the shape's own trade included. */
  records(): readonly TradeRecord[] {
    return this.#outcomes.flatMap(({shape, side}) => this.record(shape, side, Number.NEGATIVE_INFINITY) ?? []);
  }

  snapshot(): OutcomesSnapshot {
    return {pending: [...this.#pending], outcomes: [...this.#outcomes]};
  }

  restore({pending, outcomes}: OutcomesSnapshot): void {
    this.#pending = pending.slice(-KEPT);
    this.#outcomes = outcomes.slice(-KEPT);
  }
}

const summarize = (alike: readonly {distance: number; netPnl: Decimal}[]): TradeRecord => {
  const losses = alike.filter(({netPnl}) => netPnl < ZERO).length;

  return {
    wins: alike.length - losses,
    losses,
    netPnl: toText(sum(alike.map(({netPnl}) => netPnl))),
    nearest: alike.reduce((least, {distance}) => Math.min(least, distance), ALIKE_DISTANCE),
  };
};

/** Root mean square difference per feature. */
export const shapeDistance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let total = 0;
  for (let index = 0; index < SHAPE_LENGTH; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    total += difference * difference;
  }

  return Math.sqrt(total / SHAPE_LENGTH);
};
