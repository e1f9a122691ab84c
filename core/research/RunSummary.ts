import {createHash} from 'node:crypto';
import {type Decimal, subtract, toNumber, toText, ZERO} from '../domain/Decimal.ts';
import type {AnyEnvelope, EventType} from '../domain/Event.ts';
import type {Step} from '../kernel/Engine.ts';
import type {State} from '../kernel/State.ts';
import {orderIdStart} from '../kernel/turn.ts';
import {sharpe} from './statistics/ratios.ts';

/** The lines that say what was traded; the hash over them is the result's fingerprint. */
const TRADING: ReadonlySet<EventType> = new Set([
  'OrderDenied',
  'OrderSubmitted',
  'OrderAccepted',
  'OrderFilled',
  'OrderRejected',
  'OrderCanceled',
  'OrderAmended',
  'CancelRequested',
  'AmendRequested',
  'PositionOpened',
  'StopTrailed',
  'PositionClosed',
  'TradingHalted',
  'TradingReduced',
  'TradingResumed',
]);

const PAGE_LENGTH = 16_384;

const DAY_MS = 86_400_000;
const DAYS_PER_YEAR = 365;

export type Summary = {
  readonly bars: number;
  readonly decisions: number;
  readonly trades: number;
  readonly wins: number;
  readonly fills: number;
  readonly fees: string;
  readonly netPnl: string;
  /** Largest fall from a peak, 0..1. */
  readonly maxDrawdown: number;
  /** Of daily returns (UTC), annualised with 365 days, risk-free rate 0; null below thirty days or without any change. */
  readonly sharpe: number | null;
  /** Share of the candles with a position, 0..1. */
  readonly exposure: number;
  /** Trading state after the last line, with what tripped it. */
  readonly trading: string;
  /** SHA-256 over the trading lines. */
  readonly hash: string;
};

/** Gathers what a run comes to, line by line, in the memory of one number a day. */
export class RunSummary {
  readonly #hash = createHash('sha256');
  #page = '';
  #decisions = 0;
  #trades = 0;
  #wins = 0;
  #fills = 0;
  #bars = 0;
  #exposed = 0;
  /** Returns of the days that are over. */
  readonly #returns: number[] = [];
  #day = Number.NaN;
  /** At the last bar, and at the end of the day before. */
  #equity: Decimal | null = null;
  #before: Decimal | null = null;

  add(step: Step, state: Readonly<State>): void {
    for (const envelope of step) this.#addLine(envelope, state);
  }

  #addLine(envelope: AnyEnvelope, state: Readonly<State>): void {
    const {type, time, data} = envelope;
    if (TRADING.has(type)) this.#fingerprint(`${fingerprint([type, time, data], state)}\n`);
    if (type === 'DecisionMade') this.#decisions += 1;
    if (type === 'OrderFilled') this.#fills += 1;
    if (type === 'CandleClosed' && data.history !== true) this.#closeBar(time, state);
    if (type !== 'PositionClosed') return;
    this.#trades += 1;
    if (Number(data.netPnl) > 0) this.#wins += 1;
  }

  /** The hash takes a page at a time: each call costs more than a line. */
  #fingerprint(line: string): void {
    this.#page += line;
    if (this.#page.length < PAGE_LENGTH) return;
    this.#hash.update(this.#page);
    this.#page = '';
  }

  #closeBar(time: number, state: Readonly<State>): void {
    this.#bars += 1;
    if (state.positions.size > 0) this.#exposed += 1;
    // A bar that closes at midnight belongs to the day that ends then.
    const day = Math.floor((time - 1) / DAY_MS);
    if (day !== this.#day && this.#equity !== null) {
      this.#returns.push(this.#today());
      this.#before = this.#equity;
    }
    this.#day = day;
    this.#equity = state.equity.current;
    this.#before ??= state.equity.current;
  }

  /** Return of the day at hand. */
  #today(): number {
    const [before, now] = [this.#before, this.#equity];

    return before === null || now === null || before <= ZERO ? 0 : toNumber(now) / toNumber(before) - 1;
  }

  result(state: Readonly<State>): Summary {
    return {
      bars: this.#bars,
      decisions: this.#decisions,
      trades: this.#trades,
      wins: this.#wins,
      fills: this.#fills,
      fees: toText(state.feesPaid),
      netPnl: toText(subtract(state.equity.current, state.equity.opening)),
      maxDrawdown: state.equity.maxDrawdown,
      sharpe: sharpe([...this.#returns, this.#today()], DAYS_PER_YEAR),
      exposure: this.#bars === 0 ? 0 : this.#exposed / this.#bars,
      trading: tradingText(state),
      hash: this.#hash.copy().update(this.#page).digest('hex'),
    };
  }
}

const tradingText = ({trading}: Readonly<State>): string => {
  if (trading.code === null) return trading.state;

  return `${trading.state} since ${new Date(trading.since).toISOString()}: ${trading.code}, ${trading.reason}`;
};

/** Order ids begin with what is the journal's and the start's own: without it the same trades have the same hash in every journal. */
const fingerprint = (line: unknown, {run}: Readonly<State>): string => {
  const text = JSON.stringify(line);

  return run === null ? text : text.replaceAll(orderIdStart(run), '');
};
