import {add, type Decimal, subtract, ZERO} from '../../../core/domain/Decimal.ts';
import type {ExchangeEvent} from './events.ts';
import type {ExchangeOrder, Execution} from './orders.ts';

type Deposit = {readonly account: string; readonly asset: string; readonly amount: Decimal};

/** What really happened: every order and execution but the crowd's, kept apart from all accounts so that any books can be held against it. */
export class TruthLedger {
  readonly executions: Execution[] = [];
  readonly #orders = new Map<string, Readonly<ExchangeOrder>>();
  readonly #deposits: Deposit[] = [];

  record(event: ExchangeEvent): void {
    if (event.type === 'execution') {
      this.executions.push(event.execution);
      this.#orders.set(event.order.id, event.order);
    }
    if (event.type === 'order') this.#orders.set(event.order.id, event.order);
    if (event.type === 'balance' && event.executionId === null) this.#deposits.push(event);
  }

  /** Orders in the order of their acceptance, each in its last state. */
  orders(account?: string): readonly Readonly<ExchangeOrder>[] {
    const all = [...this.#orders.values()];

    return account === undefined ? all : all.filter(order => order.account === account);
  }

  order(id: string): Readonly<ExchangeOrder> | null {
    return this.#orders.get(id) ?? null;
  }

  byClientOrderId(clientOrderId: string): readonly Readonly<ExchangeOrder>[] {
    return this.orders().filter(order => order.request.clientOrderId === clientOrderId);
  }

  executionsOf(account: string): readonly Execution[] {
    return this.executions.filter(execution => execution.account === account);
  }

  /** What an account must own of an asset by its deposits and executions alone. */
  balanceOf(account: string, asset: string): Decimal {
    let balance = ZERO;
    for (const deposit of this.#deposits) {
      if (deposit.account === account && deposit.asset === asset) balance = add(balance, deposit.amount);
    }
    for (const execution of this.executionsOf(account)) balance = add(balance, effect(execution, asset));

    return balance;
  }
}

const effect = ({symbol, side, quantity, cost, fee}: Execution, asset: string): Decimal => {
  const [base, quote] = symbol.split('/');
  const gained = side === 'buy' ? quantity : subtract(ZERO, quantity);
  const paid = side === 'buy' ? add(cost, fee) : subtract(fee, cost);
  if (asset === base) return gained;

  return asset === quote ? subtract(ZERO, paid) : ZERO;
};
