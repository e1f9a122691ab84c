import type {AnyEnvelope, Execution} from '../../../core/domain/Event.ts';
import type {State} from '../../../core/kernel/State.ts';
import {exact, show, times} from './exact.ts';
import type {Truth} from './Truth.ts';
import type {Verdict} from './Verdict.ts';

type Intended = {readonly side: 'buy' | 'sell'; quantity: bigint; filled: bigint};

/** Our account counted a second time, from the fills in the journal alone. */
export class Books {
  position = 0n;
  cash: bigint;
  readonly orders = new Map<string, Intended>();
  readonly #executions = new Set<string>();
  readonly #truth: Truth;
  readonly #verdict: Verdict;
  readonly #symbol: string;

  constructor({truth, verdict, symbol, cash}: {truth: Truth; verdict: Verdict; symbol: string; cash: bigint}) {
    this.#truth = truth;
    this.#verdict = verdict;
    this.#symbol = symbol;
    this.cash = cash;
  }

  hear(line: AnyEnvelope): void {
    if (line.type === 'OrderSubmitted') {
      const {clientOrderId, side, quantity} = line.data;
      this.orders.set(clientOrderId, {side, quantity: exact(quantity), filled: 0n});
    }
    if (line.type === 'OrderAmended') {
      const order = this.orders.get(line.data.clientOrderId);
      if (order !== undefined) order.quantity = exact(line.data.quantity);
    }
    if (line.type === 'OrderFilled') this.#fill(line.data);
  }

  /** I-1 to I-5: the state says what the fills say. */
  compare(state: Readonly<State>): void {
    if (state.run === null) return;
    const held = state.positions.get(this.#symbol)?.quantity ?? 0n;
    this.#verdict.claim(
      'I-1',
      held === this.position,
      () => `position is ${show(held)}, the fills say ${show(this.position)}`,
    );
    this.#verdict.claim(
      'I-2',
      state.cash === this.cash,
      () => `cash is ${show(state.cash)}, the fills say ${show(this.cash)}`,
    );
    for (const [id, order] of state.orders) {
      const filled = this.orders.get(id)?.filled ?? 0n;
      this.#verdict.claim(
        'I-4',
        order.filled === filled,
        () => `"${id}" has filled ${show(order.filled)}, the fills say ${show(filled)}`,
      );
    }
    this.#equity(state);
  }

  /** I-3. */
  #equity(state: Readonly<State>): void {
    const mark = state.markets.get(this.#symbol)?.lastPrice ?? null;
    if (mark === null || state.positions.size === 0) return;
    const equity = this.cash + times(mark, this.position);
    const own = state.equity.current;
    this.#verdict.claim('I-3', own === equity, () => `equity is ${show(own)}, cash and position say ${show(equity)}`);
  }

  #fill({clientOrderId, executionId, side, price, quantity, fee}: Execution): void {
    if (this.#executions.has(executionId)) return;
    this.#executions.add(executionId);
    const [amount, charged] = [exact(quantity), exact(fee)];
    const notional = times(exact(price), amount);
    this.position += side === 'buy' ? amount : -amount;
    this.cash += (side === 'buy' ? -notional : notional) - charged;
    const order = this.orders.get(clientOrderId);
    if (order !== undefined) order.filled += amount;
    this.#verify(executionId, {clientOrderId, price: exact(price), quantity: amount, fee: charged, side});
  }

  /** I-5: every fill is one that the venue has made, number for number. */
  #verify(
    executionId: string,
    fill: {clientOrderId: string; price: bigint; quantity: bigint; fee: bigint; side: string},
  ): void {
    const real = this.#truth.executions.get(executionId);
    if (real === undefined) return this.#verdict.broken('I-5', `the venue has made no execution "${executionId}"`);
    const isSame =
      real.clientOrderId === fill.clientOrderId &&
      real.price === fill.price &&
      real.quantity === fill.quantity &&
      real.fee === fill.fee &&
      real.side === fill.side;
    this.#verdict.claim('I-5', isSame, () => `execution "${executionId}" was booked otherwise than the venue made it`);
  }
}
