import {
  add,
  type Decimal,
  decimal,
  maximum,
  minimum,
  multiply,
  negate,
  roundTo,
  subtract,
  ZERO,
} from '../../../core/domain/Decimal.ts';
import type {Account} from './Account.ts';
import type {ExchangeEvent} from './events.ts';
import {tierOf} from './feeSchedule.ts';
import type {Instrument} from './Instrument.ts';
import {idOf} from './ids.ts';
import {remainingOf} from './OrderBook.ts';
import type {ExchangeOrder, Execution, Liquidity} from './orders.ts';

/** Fees are charged on this grid of the quote, rounded up. */
const FEE_STEP = decimal('0.00001');

type Part = {readonly order: ExchangeOrder; readonly account: Account; readonly liquidity: Liquidity};
type Trade = {readonly id: number; readonly price: Decimal; readonly quantity: Decimal; readonly time: number};

/** Moves money: sets aside what orders may need, and pays their executions. */
export class Clearing {
  readonly #feeAccount: Account;
  readonly #emit: (event: ExchangeEvent) => void;
  #executions = 0;

  constructor(feeAccount: Account, emit: (event: ExchangeEvent) => void) {
    this.#feeAccount = feeAccount;
    this.#emit = emit;
  }

  /** After a closure: so many executions have their ids already. */
  countExecutions(count: number): void {
    this.#executions = count;
  }

  /** What an order of this size at this price sets aside: a buy its cost and the taker's fee, a sell its quantity. */
  need(
    account: Account,
    instrument: Instrument,
    order: {isBuy: boolean; quantity: Decimal; cost: Decimal},
    time: number,
  ): Decimal {
    if (!order.isBuy) return order.quantity;
    const {taker} = tierOf(instrument.feeTiers, account.volumeAt(time));

    return add(order.cost, feeOf(order.cost, taker));
  }

  /** Sets the hold of an order to the amount. Throws where the account has not as much. */
  setHold(account: Account, {base, quote}: Instrument, order: ExchangeOrder, amount: Decimal): void {
    account.hold(order.request.side === 'buy' ? quote : base, subtract(amount, order.hold));
    order.hold = amount;
  }

  /** Books one trade for one of its two sides; the order has not counted it yet. */
  execute({order, account, liquidity}: Part, instrument: Instrument, trade: Trade): void {
    const {symbol, base, quote, feeTiers} = instrument;
    const isBuy = order.request.side === 'buy';
    const cost = multiply(trade.price, trade.quantity, 'up');
    const rate = tierOf(feeTiers, account.volumeAt(trade.time))[liquidity];
    // A hold is a budget: rounding up many small fees must never take more than was set aside.
    const most = isBuy ? maximum(ZERO, subtract(order.hold, cost)) : cost;
    const fee = minimum(feeOf(cost, rate), most);
    const spent = isBuy ? add(cost, fee) : trade.quantity;

    order.status = 'partially_filled';
    order.filled = add(order.filled, trade.quantity);
    order.cost = add(order.cost, cost);
    order.fee = add(order.fee, fee);
    this.setHold(account, instrument, order, this.#holdAfter(order, account, instrument, {spent, time: trade.time}));
    const executionId = account.isCrowd ? '' : idOf('T', ++this.#executions);
    const move = (asset: string, amount: Decimal, charged: Decimal): void => {
      account.book(asset, amount);
      this.#tellBalance(account, asset, {amount, fee: charged, executionId, time: trade.time});
    };
    move(base, isBuy ? trade.quantity : negate(trade.quantity), ZERO);
    move(quote, isBuy ? negate(add(cost, fee)) : subtract(cost, fee), fee);
    this.#feeAccount.book(quote, fee);
    account.countVolume(cost, trade.time);
    if (account.isCrowd) return;

    const execution: Execution = {
      id: executionId,
      tradeId: trade.id,
      orderId: order.id,
      account: account.name,
      clientOrderId: order.request.clientOrderId,
      symbol,
      side: order.request.side,
      price: trade.price,
      quantity: trade.quantity,
      cost,
      fee,
      liquidity,
      time: trade.time,
    };
    order.executionIds.push(executionId);
    this.#emit({type: 'execution', execution, order: {...order, executionIds: [...order.executionIds]}});
  }

  #holdAfter(
    order: ExchangeOrder,
    account: Account,
    instrument: Instrument,
    {spent, time}: {spent: Decimal; time: number},
  ): Decimal {
    const left = maximum(ZERO, subtract(order.hold, spent));
    const quantity = remainingOf(order);
    if (order.request.side === 'sell' || order.limitPrice === null) return left;
    const cost = multiply(order.limitPrice, quantity, 'up');

    return minimum(left, this.need(account, instrument, {isBuy: true, quantity, cost}, time));
  }

  #tellBalance(
    account: Account,
    asset: string,
    news: {amount: Decimal; fee: Decimal; executionId: string; time: number},
  ): void {
    if (account.isCrowd) return;
    this.#emit({type: 'balance', account: account.name, asset, balance: account.balance(asset), ...news});
  }
}

const feeOf = (cost: Decimal, rate: Decimal): Decimal => roundTo(multiply(cost, rate, 'up'), FEE_STEP, 'ceil');
