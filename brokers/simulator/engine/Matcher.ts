import {add, type Decimal, minimum, ZERO} from '../../../core/domain/Decimal.ts';
import type {Clearing} from './Clearing.ts';
import type {ExchangeState, Place} from './ExchangeState.ts';
import {reaches, remainingOf} from './OrderBook.ts';
import {type ExchangeOrder, isLimitKind, isOpen} from './orders.ts';

/** Lets orders meet: by price, then by time; and starts stops when the last price touches them. */
export class Matcher {
  readonly #state: ExchangeState;
  readonly #clearing: Clearing;

  constructor(state: ExchangeState, clearing: Clearing) {
    this.#state = state;
    this.#clearing = clearing;
  }

  /** Lets an order meet the book; what is left of it rests or goes. */
  work(order: ExchangeOrder): void {
    const {side, timeInForce} = order.request;
    const place = this.#state.placeOf(order);
    const wanted = {quantity: remainingOf(order), limit: order.limitPrice, account: order.account};
    if (timeInForce === 'FOK' && place.book.walk(side, wanted).quantity < wanted.quantity) {
      this.end(order, 'canceled', 'Fill or kill order could not be filled');
      return;
    }
    this.#match(order, place);
    if (!isOpen(order)) return;
    if (order.limitPrice === null) this.end(order, 'canceled', 'Market order ran out of liquidity');
    else if (timeInForce === 'IOC') this.end(order, 'canceled', 'Immediate or cancel order');
    else place.book.add(order);
  }

  /** Takes an order out of everything and frees what it held. */
  end(order: ExchangeOrder, status: 'filled' | 'canceled' | 'expired', reason: string): void {
    const {account, instrument, book} = this.#state.placeOf(order);
    if (book.has(order)) book.remove(order);
    this.#clearing.setHold(account, instrument, order, ZERO);
    order.status = status;
    order.reason = reason;
    order.closedAt = this.#state.time;
    this.#state.orders.delete(order.id);
    this.#state.triggers.delete(order);
    this.#state.expiring.delete(order);
    this.#state.tell(order, status);
  }

  /** Stops work as soon as the last price touches them, the oldest first; what they trade may touch others. */
  fireTriggers(symbol: string): void {
    for (let touched = this.#touched(symbol); touched !== null; touched = this.#touched(symbol)) {
      this.#state.triggers.delete(touched);
      touched.isTriggered = true;
      this.#state.tell(touched, 'triggered');
      if (this.#canStillPay(touched)) this.work(touched);
      else this.end(touched, 'canceled', 'Insufficient funds');
    }
  }

  #match(order: ExchangeOrder, {book}: Place): void {
    const {side} = order.request;
    while (isOpen(order)) {
      const resting = book.best(side === 'buy' ? 'sell' : 'buy');
      if (resting === null || resting.limitPrice === null) return;
      if (!reaches(side, order.limitPrice, resting.limitPrice)) return;
      if (resting.account === order.account) this.#preventSelfTrade(order, resting);
      else this.#trade(order, resting, resting.limitPrice);
    }
  }

  #preventSelfTrade(incoming: ExchangeOrder, resting: ExchangeOrder): void {
    const rule = incoming.request.selfTradePrevention;
    if (rule !== 'cancel_newest') this.end(resting, 'canceled', 'Self trade prevention');
    if (rule !== 'cancel_oldest') this.end(incoming, 'canceled', 'Self trade prevention');
  }

  #trade(taker: ExchangeOrder, maker: ExchangeOrder, price: Decimal): void {
    const {symbol, side, kind} = taker.request;
    const {instrument, book} = this.#state.placeOf(maker);
    const quantity = minimum(remainingOf(taker), remainingOf(maker));
    const id = (this.#state.tradeIds.get(symbol) ?? 0) + 1;
    this.#state.tradeIds.set(symbol, id);
    this.#state.lastPrices.set(symbol, price);
    const trade = {id, price, quantity, time: this.#state.time};
    const takerKind = isLimitKind(kind) ? 'limit' : 'market';
    this.#state.emit({type: 'trade', trade: {...trade, symbol, takerSide: side, takerKind}});
    book.reduce(maker, quantity);
    for (const [order, liquidity] of [
      [taker, 'taker'],
      [maker, 'maker'],
    ] as const) {
      this.#clearing.execute({order, account: this.#state.account(order.account), liquidity}, instrument, trade);
    }
    for (const order of [maker, taker]) if (remainingOf(order) === ZERO) this.end(order, 'filled', '');
  }

  #touched(symbol: string): ExchangeOrder | null {
    const last = this.#state.lastPrices.get(symbol);
    if (last === undefined) return null;
    for (const order of this.#state.triggers) {
      if (order.request.symbol === symbol && isTouched(order, last)) return order;
    }

    return null;
  }

  /** A triggered market buy may cost more than its trigger price promised: sets aside what the book asks now. */
  #canStillPay(order: ExchangeOrder): boolean {
    const {side, kind} = order.request;
    if (side === 'sell' || isLimitKind(kind)) return true;
    const {account, instrument, book} = this.#state.placeOf(order);
    const quantity = remainingOf(order);
    const {cost} = book.walk(side, {quantity, limit: null, account: order.account});
    const need = this.#clearing.need(account, instrument, {isBuy: true, quantity, cost}, this.#state.time);
    if (need > add(account.free(instrument.quote), order.hold)) return false;
    this.#clearing.setHold(account, instrument, order, need);

    return true;
  }
}

/** A stop waits for the price to go against the position, a take-profit for it to go the other way. */
const isTouched = ({request: {side, kind}, triggerPrice}: ExchangeOrder, last: Decimal): boolean => {
  if (triggerPrice === null) return false;
  const waitsForFall = (side === 'sell') === kind.startsWith('stop-loss');

  return waitsForFall ? last <= triggerPrice : last >= triggerPrice;
};
