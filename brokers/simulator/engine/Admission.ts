import {add, type Decimal, multiply, subtract} from '../../../core/domain/Decimal.ts';
import type {Side} from '../../../core/domain/Order.ts';
import type {Account} from './Account.ts';
import {checkNumbers, checkRequest} from './checkRequest.ts';
import type {Clearing} from './Clearing.ts';
import type {ExchangeMode} from './events.ts';
import type {ExchangeState, Place} from './ExchangeState.ts';
import type {Instrument} from './Instrument.ts';
import {amendCost} from './limits.ts';
import {type OrderBook, reaches} from './OrderBook.ts';
import type {ExchangeOrder, OrderRequest} from './orders.ts';
import type {Refusal} from './Refusal.ts';

/** What an open order is to become; what is left out stays. */
export type AmendRequest = {
  readonly quantity?: Decimal;
  readonly limitPrice?: Decimal;
  readonly triggerPrice?: Decimal;
  readonly postOnly?: boolean;
  readonly deadline?: number | null;
};

/** Decides whether the exchange takes an order or a change of one. */
export class Admission {
  readonly #state: ExchangeState;
  readonly #clearing: Clearing;

  constructor(state: ExchangeState, clearing: Clearing) {
    this.#state = state;
    this.#clearing = clearing;
  }

  /** Null where the order may come in. */
  check(account: Account, request: OrderRequest): Refusal | null {
    const market = this.#state.market(request.symbol);
    if (market === null) return 'UNKNOWN_SYMBOL';
    if (isLate(request.deadline, this.#state.time)) return 'DEADLINE_ELAPSED';
    const refusal = account.isCrowd ? null : this.#checkMarket(request, market.instrument);
    if (refusal !== null) return refusal;
    if (this.#isClientIdInUse(account, request)) return 'CLIENT_ID_IN_USE';
    if (this.#countOpen(account, request.symbol) >= account.limits.openOrdersPerMarket) return 'ORDERS_LIMIT';
    if (request.postOnly && wouldTake(request.side, request.limitPrice, market.book)) return 'POST_ONLY_WOULD_TAKE';

    return this.#checkFunds({account, ...market}, request);
  }

  /** What an order must set aside when it comes in. */
  need({account, instrument, book}: Place, request: OrderRequest): Decimal {
    const {side, kind, quantity} = request;
    const price = request.limitPrice ?? request.triggerPrice;
    const cost =
      kind === 'market' || price === null
        ? book.walk(side, {quantity, limit: null, account: account.name}).cost
        : multiply(price, quantity, 'up');

    return this.#clearing.need(account, instrument, {isBuy: side === 'buy', quantity, cost}, this.#state.time);
  }

  /** Null where the change may be made; then it is counted against the account. */
  checkAmend(order: ExchangeOrder, change: AmendRequest): Refusal | null {
    const {account, instrument, book} = this.#state.placeOf(order);
    if (isLate(change.deadline ?? null, this.#state.time)) return 'DEADLINE_ELAPSED';
    if (this.#state.mode === 'maintenance') return 'UNAVAILABLE';
    if (this.#state.mode === 'cancel_only') return 'CANCEL_ONLY';
    if (change.limitPrice !== undefined && order.limitPrice === null) return 'BAD_PRICE';
    if (change.triggerPrice !== undefined && !this.#state.triggers.has(order)) return 'BAD_PRICE';
    const next = amended(order, change);
    const refusal = checkNumbers(next, instrument);
    if (refusal !== null) return refusal;
    if (next.quantity <= order.filled) return 'BAD_QUANTITY';
    const isPostOnly = change.postOnly ?? order.request.postOnly;
    if (isPostOnly && wouldTake(order.request.side, next.limitPrice, book)) return 'POST_ONLY_WOULD_TAKE';
    const room = add(account.free(order.request.side === 'buy' ? instrument.quote : instrument.base), order.hold);
    if (this.amendedNeed(order, change) > room) return 'INSUFFICIENT_FUNDS';
    const cost = amendCost(this.#state.time - order.touchedAt);

    return account.counter(order.request.symbol)?.tryAdd(cost, this.#state.time) === false ? 'RATE_LIMIT' : null;
  }

  amendedNeed(order: ExchangeOrder, change: AmendRequest): Decimal {
    const next = amended(order, change);
    const quantity = subtract(next.quantity, order.filled);

    return this.need(this.#state.placeOf(order), {...order.request, ...next, quantity});
  }

  #checkMarket(request: OrderRequest, instrument: Instrument): Refusal | null {
    return (
      checkMode(this.#state.mode, request) ??
      checkMode(instrument.mode ?? 'online', request) ??
      checkRequest(request, instrument)
    );
  }

  #isClientIdInUse(account: Account, {clientOrderId}: OrderRequest): boolean {
    return clientOrderId !== null && this.#state.find(account.name, {clientOrderId}) !== null;
  }

  #countOpen(account: Account, symbol: string): number {
    if (account.isCrowd) return 0;
    let count = 0;
    for (const order of this.#state.orders.values()) {
      if (order.account === account.name && order.request.symbol === symbol) count += 1;
    }

    return count;
  }

  #checkFunds(place: Place, request: OrderRequest): Refusal | null {
    const {account, instrument} = place;
    const free = account.free(request.side === 'buy' ? instrument.quote : instrument.base);

    return this.need(place, request) > free ? 'INSUFFICIENT_FUNDS' : null;
  }
}

const checkMode = (mode: ExchangeMode, {kind, postOnly}: OrderRequest): Refusal | null => {
  switch (mode) {
    case 'online':
      return null;
    case 'maintenance':
      return 'UNAVAILABLE';
    case 'cancel_only':
      return 'CANCEL_ONLY';
    case 'post_only':
      return postOnly ? null : 'POST_ONLY_MODE';
    case 'limit_only':
      return kind === 'limit' ? null : 'LIMIT_ONLY_MODE';
    default:
      return mode satisfies never;
  }
};

/** The order's numbers after the change. */
export const amended = (order: ExchangeOrder, {quantity, limitPrice, triggerPrice}: AmendRequest) => ({
  quantity: quantity ?? order.quantity,
  limitPrice: limitPrice ?? order.limitPrice,
  triggerPrice: triggerPrice ?? order.triggerPrice,
});

const isLate = (deadline: number | null, time: number): boolean => deadline !== null && deadline < time;

const wouldTake = (side: Side, limit: Decimal | null, book: OrderBook): boolean => {
  const price = book.bestPrice(side === 'buy' ? 'sell' : 'buy');

  return price !== null && reaches(side, limit, price);
};
