import type {AnyEnvelope, EnvelopeOf} from '../../../core/domain/Event.ts';
import type {OrderStatus} from '../../../core/domain/Order.ts';
import type {Settings} from '../../../core/domain/Settings.ts';
import type {Step} from '../../../core/kernel/Engine.ts';
import type {Order, State} from '../../../core/kernel/State.ts';
import type {Books} from './Books.ts';
import {exact, show, times} from './exact.ts';
import {isLegalMove} from './orderMoves.ts';
import type {Truth} from './Truth.ts';
import type {Verdict} from './Verdict.ts';

type Parts = {
  readonly verdict: Verdict;
  readonly truth: Truth;
  readonly books: () => Books;
  readonly symbol: string;
  readonly settings: Settings;
  /** Ms since the beginning. */
  readonly now: () => number;
  /** What the venue really asks of prices and quantities. */
  readonly grid: {readonly tick: bigint; readonly lot: bigint};
  /** Whether the venue denies at the moment an order that it has: what it says after the fence must be believed. */
  readonly hides: (orderId: string) => boolean;
};

/** Time after the limit until the bot must have noticed a silent feed. */
const NOTICE_MS = 1_500;
/** Age from which on an execution cannot have been missed by a question asked since. */
const SETTLED_MS = 15_000;
const MINUTE_MS = 60_000;
/** Orders, cancels and amendments that a minute of a busy mind may have. */
const MOST_REQUESTS = 120;

/** What must hold after every step of the kernel, by the lines of the step and the state that they made. */
export class StepRules {
  readonly #parts: Parts;
  readonly #statuses = new Map<string, OrderStatus>();
  readonly #ids = new Set<string>();
  readonly #decisions = new Map<number, EnvelopeOf<'DecisionMade'>['data']>();
  #seq = 0;
  /** When the last requests to the venue were decided, ms since the beginning. */
  #requests: number[] = [];
  /** By the lines, not by the state. */
  #trading = 'ACTIVE';
  #isReconciled = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A new life begins with what is in its journal; the orders of lines that were lost are forgotten with them. */
  restart(state: Readonly<State>, ids: Iterable<string>): void {
    this.#seq = state.seq;
    this.#trading = state.trading.state;
    this.#isReconciled = false;
    this.#ids.clear();
    for (const id of ids) this.#ids.add(id);
    this.#statuses.clear();
    for (const order of [...state.closedOrders, ...state.orders.values()])
      this.#statuses.set(order.intent.clientOrderId, order.status);
  }

  check(step: Step, state: Readonly<State>): void {
    const [input] = step;
    if (input === undefined) return;
    for (const line of step) {
      this.#order(line);
      this.#line(line, input, step, state);
    }
    this.#moves(step, state);
    this.#parts.books().compare(state);
  }

  /** whatever the venue answers, the bot does not storm it. */
  #request(): void {
    const {now, verdict} = this.#parts;
    this.#requests = [...this.#requests.filter(at => at > now() - MINUTE_MS), now()];
    const {length} = this.#requests;
    verdict.claim(
      'R-8',
      length <= MOST_REQUESTS,
      () => `${length} orders, cancels and amendments were decided within a minute`,
    );
  }

  /** I-17: the numbers follow each other. */
  #order({seq}: AnyEnvelope): void {
    this.#parts.verdict.claim('I-17', seq === this.#seq + 1, () => `line ${seq} came after ${this.#seq}`);
    this.#seq = seq;
  }

  #line(line: AnyEnvelope, input: AnyEnvelope, step: Step, state: Readonly<State>): void {
    const {verdict} = this.#parts;
    switch (line.type) {
      case 'OrderSubmitted':
        this.#request();
        return this.#submitted(line, state);
      case 'AmendRequested':
      case 'CancelRequested':
        return this.#request();
      case 'DecisionMade':
        this.#decisions.set(line.seq, line.data);
        return;
      case 'CandleClosed':
        return this.#candle(line);
      case 'TradingResumed': {
        this.#trading = 'ACTIVE';
        const byPerson = input.type === 'OperatorCommanded' && input.data.name === 'resume';
        return verdict.claim('I-11', byPerson, () => `line ${line.seq} resumed trading without a person`);
      }
      case 'TradingReduced':
        this.#trading = 'REDUCING';
        return;
      case 'TradingHalted':
        this.#trading = 'HALTED';
        if (line.data.code === 'OPERATOR') this.#halted(step, state);
        return;
      case 'RunStarted':
        this.#isReconciled = false;
        return;
      case 'Reconciled':
        this.#isReconciled = true;
        return this.#reconciled(line);
      default:
        return;
    }
  }

  #submitted({seq, time, data}: EnvelopeOf<'OrderSubmitted'>, state: Readonly<State>): void {
    const {verdict, grid} = this.#parts;
    const {clientOrderId, purpose, quantity, limitPrice, stopPrice} = data;
    verdict.claim('I-12', !this.#ids.has(clientOrderId), () => `the id "${clientOrderId}" was used before`);
    this.#ids.add(clientOrderId);
    verdict.claim(
      'I-7',
      exact(quantity) > 0n && exact(quantity) % grid.lot === 0n,
      () => `"${clientOrderId}" asks for ${quantity}`,
    );
    for (const price of [limitPrice, stopPrice]) {
      const isOnGrid = price === undefined || exact(price) % grid.tick === 0n;
      verdict.claim('I-7', isOnGrid, () => `"${clientOrderId}" has the price ${price}`);
    }
    if (purpose === 'entry') this.#entry({seq, time, data}, state);
    else this.#exit(data, state);
  }

  #entry({seq, data}: Pick<EnvelopeOf<'OrderSubmitted'>, 'seq' | 'time' | 'data'>, state: Readonly<State>): void {
    const {verdict, settings, truth} = this.#parts;
    const {clientOrderId, decision} = data;
    const reasons = this.#decisions.get(decision);
    const isApproved = decision < seq && reasons?.verdict === 'enter' && reasons.gates.every(({passed}) => passed);
    verdict.claim('I-8', isApproved, () => `"${clientOrderId}" has no approving decision before it`);
    verdict.claim('I-11', this.#trading === 'ACTIVE', () => `"${clientOrderId}" opens while ${this.#trading}`);
    verdict.claim('I-22', this.#isReconciled, () => `"${clientOrderId}" opens before the books agreed`);
    const age = truth.feedAgeMs();
    verdict.claim(
      'I-26',
      age <= settings.risk.maxFeedAgeMs + NOTICE_MS,
      () => `"${clientOrderId}" was decided on data ${Math.round(age)} ms old`,
    );
    this.#exposure(clientOrderId, state);
  }

  /** I-9 and I-6: everything that may still fill, counted in full, at its worst price. */
  #exposure(clientOrderId: string, state: Readonly<State>): void {
    const {verdict, settings, symbol} = this.#parts;
    const mark = state.markets.get(symbol)?.lastPrice ?? 0n;
    let reserved = 0n;
    for (const {id, leaves} of this.#mayFill('buy', state)) {
      const limit = state.orders.get(id)?.intent.limitPrice;
      const worst = limit === undefined || exact(limit) < mark ? mark : exact(limit);
      reserved += times(worst, leaves);
    }
    const long = times(mark, this.#parts.books().position) + reserved;
    const share = BigInt(Math.round(settings.risk.maxPositionShare * 1_000_000));
    const most = (state.equity.current * share) / 1_000_000n;
    verdict.claim(
      'I-9',
      long <= most,
      () => `with "${clientOrderId}" the exposure may become ${show(long)}, at most ${show(most)}`,
    );
    verdict.claim(
      'I-6',
      reserved <= state.cash,
      () => `with "${clientOrderId}" ${show(reserved)} are spent of ${show(state.cash)}`,
    );
  }

  /** I-6: what leaves never sells more than is held, all other sells in flight included. */
  #exit({clientOrderId}: EnvelopeOf<'OrderSubmitted'>['data'], state: Readonly<State>): void {
    const {position} = this.#parts.books();
    let sells = 0n;
    for (const {leaves} of this.#mayFill('sell', state)) sells += leaves;
    this.#parts.verdict.claim(
      'I-6',
      sells <= position,
      () => `with "${clientOrderId}" ${show(sells)} are on sale of ${show(position)}`,
    );
  }

  /** What this side may still fill: by our lines, and where the venue has an order open that we think is over. */
  #mayFill(side: 'buy' | 'sell', state: Readonly<State>): readonly {readonly id: string; readonly leaves: bigint}[] {
    const {truth} = this.#parts;
    const {orders} = this.#parts.books();
    const ids = new Set(state.orders.keys());
    for (const id of truth.knowable()) ids.add(truth.orders.get(id)?.request.clientOrderId ?? id);

    return [...ids].flatMap(id => {
      const order = orders.get(id);

      return order?.side === side ? [{id, leaves: order.quantity - order.filled}] : [];
    });
  }

  /** I-34: in the step of the halt everything that may fill is cancelled, save what is closing already. */
  #halted(step: Step, state: Readonly<State>): void {
    for (const {intent, isCancelRequested} of state.orders.values()) {
      const {clientOrderId, purpose} = intent;
      const isCancelled = isCancelRequested || purpose === 'exit';
      this.#parts.verdict.claim(
        'I-34',
        isCancelled,
        () => `"${clientOrderId}" was left alone by the halt in line ${step[0]?.seq}`,
      );
    }
  }

  /** I-27, I-28: a bar that is not called suspect is the minute as the bot was told of it, and nothing visibly lacks. */
  #candle({data}: EnvelopeOf<'CandleClosed'>): void {
    const {verdict, truth} = this.#parts;
    const {candle, suspect, history, flat} = data;
    const {time, open, high, low, close, volume} = candle;
    const isSane = [open, high, low, close].every(price => Number.isFinite(price) && price > 0) && volume >= 0;
    verdict.claim('I-28', isSane, () => `the bar ${time} has odd numbers: ${JSON.stringify(candle)}`);
    if (suspect === true || history === true) return;
    verdict.claim('I-27', !truth.hasVisibleGap(time), () => `the bar ${time} lacks trades, and is not called suspect`);
    const told = truth.toldMinute(time);
    if (told === null || flat === true) {
      return verdict.claim(
        'I-27',
        (told === null) === (flat === true),
        () => `the bar ${time} is ${flat === true ? '' : 'not '}flat`,
      );
    }
    const isSame =
      near(told.open, open) &&
      near(told.high, high) &&
      near(told.low, low) &&
      near(told.close, close) &&
      near(told.volume, volume);
    verdict.claim(
      'I-27',
      isSame,
      () => `the bar ${time} is ${JSON.stringify(candle)}, the trades were ${Object.values(told).map(show).join(' ')}`,
    );
  }

  /** I-23: the books agree with everything at the venue that is not of this moment. */
  #reconciled({seq}: EnvelopeOf<'Reconciled'>): void {
    const {truth, verdict} = this.#parts;
    const books = this.#parts.books();
    if (truth.agesMs() < SETTLED_MS) return;
    const isSame = truth.position === books.position && truth.cash === books.cash;
    verdict.claim(
      'I-23',
      isSame,
      () =>
        `line ${seq} says reconciled with ${show(books.position)} and ${show(books.cash)}, the venue has ${show(truth.position)} and ${show(truth.cash)}`,
    );
  }

  /** I-19, I-20, I-21. */
  #moves(step: Step, state: Readonly<State>): void {
    for (const order of state.orders.values()) this.#move(order, step);
    for (let index = state.closedOrders.length - 1; index >= 0; index -= 1) {
      const order = state.closedOrders[index];
      if (order === undefined || this.#statuses.get(order.intent.clientOrderId) === order.status) break;
      this.#move(order, step);
    }
  }

  #move({intent: {clientOrderId: id}, status, time}: Order, step: Step): void {
    const {verdict, truth, hides} = this.#parts;
    const before = this.#statuses.get(id);
    if (before === status) return;
    this.#statuses.set(id, status);
    verdict.claim(
      'I-19',
      before === undefined || isLegalMove(before, status, linesOf(step, id)),
      () => `"${id}" went from ${before} to ${status}`,
    );
    const there = truth.named.get(id) ?? [];
    if (status === 'REJECTED')
      verdict.claim('I-20', there.length === 0, () => `"${id}" counts as refused, and the venue took it`);
    if (status !== 'DEAD') return;
    for (const each of there) if (hides(each)) truth.denied.add(each);
    verdict.claim(
      'I-21',
      there.every(each => !truth.open.has(each) || truth.denied.has(each)),
      () => `"${id}" counts as dead and rests at the venue`,
    );
    const age = (step[0]?.time ?? 0) - time;
    verdict.claim('I-21', age >= FENCE_MS, () => `"${id}" was called dead ${age} ms after it was decided`);
  }
}

/** Deadline, worst clock and slowest engine of the venue, less what our reading of its clock may be off. */
const FENCE_MS = 6_000;
const SMALLEST = 1e-9;

const near = (real: bigint, told: number): boolean => {
  const number = Number(real) / 1e12;

  return Math.abs(number - told) <= SMALLEST * Math.max(1, Math.abs(number));
};

const linesOf = (step: Step, id: string): number =>
  step.filter(({data}) => 'clientOrderId' in data && data.clientOrderId === id).length;
