import {decimal, type Decimal, toNumber, ZERO} from '../../../domain/Decimal.ts';
import type {AnyEnvelope, ClosedTrade, EnvelopeOf} from '../../../domain/Event.ts';
import type {Step} from '../../../kernel/Engine.ts';
import type {State} from '../../../kernel/State.ts';
import type {Span, SpanResult, SpanTrade} from './SpanResult.ts';

type Options = {
  readonly span: Span;
  /** Length of the periods that returns are taken over; they begin at multiples of it. */
  readonly periodMs: number;
  readonly openingCash: number;
};

/** Digits that are kept of a return: the same before and after it was written down. */
const DIGITS = 9;

/** Gathers what a run over one span came to, in memory that grows with trades and periods only. */
export class SpanBook {
  readonly #options: Options;
  readonly #trades: SpanTrade[] = [];
  readonly #ends: number[] = [];
  readonly #equities: number[] = [];
  #period = Number.NaN;
  #equity: Decimal = ZERO;
  /** At the last bar without a position. */
  #flatEquity: Decimal;
  #side: string | null = null;
  #flips = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#flatEquity = decimal(String(options.openingCash));
  }

  add(step: Step, state: Readonly<State>): void {
    for (const envelope of step) this.#addLine(envelope, state);
  }

  result(state: Readonly<State>): SpanResult {
    this.#closePeriod();
    const {span} = this.#options;
    const openSince = Math.min(...[...state.positions.values()].map(({openedTime}) => openedTime));

    return {
      span,
      trades: this.#trades,
      ends: this.#ends,
      returns: this.#returns(openSince),
      maxDrawdown: state.equity.maxDrawdown,
      noise: {...state.funnel, flips: this.#flips},
    };
  }

  #addLine(envelope: AnyEnvelope, state: Readonly<State>): void {
    const {type, data, time} = envelope;
    if (type === 'CandleClosed' && data.history !== true) this.#closeBar(time, state);
    if (type === 'DecisionMade') this.#countFlips(data);
    if (type === 'PositionClosed') this.#closeTrade(data);
  }

  #closeBar(time: number, state: Readonly<State>): void {
    // A bar that closes at the end of a period belongs to it.
    const period = Math.ceil(time / this.#options.periodMs);
    if (period !== this.#period) this.#closePeriod();
    this.#period = period;
    this.#equity = state.equity.current;
    if (state.positions.size === 0) this.#flatEquity = this.#equity;
  }

  #closePeriod(): void {
    if (Number.isNaN(this.#period)) return;
    this.#ends.push(this.#period * this.#options.periodMs);
    this.#equities.push(toNumber(this.#equity));
    this.#period = Number.NaN;
  }

  /** As if the trade that the end cut off had never begun. */
  #returns(openSince: number): readonly number[] {
    let before = this.#options.openingCash;

    return this.#equities.map((marked, index) => {
      const equity = (this.#ends[index] ?? 0) > openSince ? toNumber(this.#flatEquity) : marked;
      const value = equity / before - 1;
      before = equity;
      return rounded(value);
    });
  }

  #countFlips({signals}: EnvelopeOf<'DecisionMade'>['data']): void {
    for (const {action} of signals) {
      if (action === 'hold') continue;
      if (this.#side !== null && this.#side !== action) this.#flips += 1;
      this.#side = action;
    }
  }

  #closeTrade({entryTime, exitTime, entryPrice, exitPrice, quantity, fees, netPnl}: ClosedTrade): void {
    const {openingCash} = this.#options;
    this.#trades.push({
      entryTime,
      exitTime,
      net: rounded(Number(netPnl) / openingCash),
      fees: rounded(Number(fees) / openingCash),
      turnover: rounded((Number(quantity) * (Number(entryPrice) + Number(exitPrice))) / openingCash),
    });
  }
}

const rounded = (value: number): number => Number(value.toPrecision(DIGITS));
