import {type Decimal, subtract} from '../../../core/domain/Decimal.ts';
import type {ExchangeEvent} from './events.ts';
import type {ExchangeState} from './ExchangeState.ts';
import {type ExchangeOrder, isOpen, isTriggerKind} from './orders.ts';

/** What an exchange that was closed goes on from. */
export type ExchangePast = {
  /** Everything that it told of those who are not the crowd, in order. */
  readonly events: readonly ExchangeEvent[];
  readonly lastTrades: readonly {readonly symbol: string; readonly price: Decimal; readonly id: number}[];
};

/** Puts accounts, orders, dead-man switches and the ledger back to where the past left them; tells nobody, because all of it was told. */
export const restoreState = (state: ExchangeState, {events, lastTrades}: ExchangePast): void => {
  for (const event of events) recall(state, event);
  for (const order of state.truth.orders()) if (isOpen(order)) reopen(state, order);
  for (const {symbol, price, id} of lastTrades) {
    state.lastPrices.set(symbol, price);
    state.tradeIds.set(symbol, id);
  }
};

const recall = (state: ExchangeState, event: ExchangeEvent): void => {
  state.truth.record(event);
  if (event.type === 'execution') {
    const {account, cost, time} = event.execution;
    state.account(account).countVolume(cost, time);
  }
  if (event.type === 'balance') {
    const account = state.account(event.account);
    account.book(event.asset, subtract(event.balance, account.balance(event.asset)));
  }
  if (event.type === 'deadMan') {
    if (event.firesAt === null) state.deadMen.delete(event.account);
    else state.deadMen.set(event.account, event.firesAt);
  }
};

const reopen = (state: ExchangeState, told: Readonly<ExchangeOrder>): void => {
  const order: ExchangeOrder = {...told, executionIds: [...told.executionIds]};
  const {account, instrument, book} = state.placeOf(order);
  state.orders.set(order.id, order);
  account.hold(order.request.side === 'buy' ? instrument.quote : instrument.base, order.hold);
  if (order.request.expiresAt !== null) state.expiring.add(order);
  if (isTriggerKind(order.request.kind) && !order.isTriggered) state.triggers.add(order);
  else book.add(order);
};
