import {type Decimal, divide, ZERO} from '../../../../../core/domain/Decimal.ts';
import type {ExchangeEvent, OrderChange} from '../../../engine/events.ts';
import type {Instrument} from '../../../engine/Instrument.ts';
import {type ExchangeOrder, type Execution, isTriggerKind} from '../../../engine/orders.ts';
import {number, stamp} from '../numberText.ts';

type Row = Readonly<Record<string, unknown>>;
type Order = Readonly<ExchangeOrder>;

const COST_DIGITS = 5;
const cost = (value: Decimal) => number(value, COST_DIGITS);

const identity = ({id, request}: Order) => ({
  order_id: id,
  order_userref: request.userReference,
  cl_ord_id: request.clientOrderId ?? undefined,
});

const averageOf = ({filled, cost: total}: Order): Decimal => (filled === ZERO ? ZERO : divide(total, filled, 'down'));

const sums = (order: Order, {quantityDigits, priceDigits}: Instrument) => ({
  cum_qty: number(order.filled, quantityDigits),
  cum_cost: cost(order.cost),
  fee_usd_equiv: cost(order.fee),
  avg_price: number(averageOf(order), priceDigits),
});

const terms = (order: Order, {quantityDigits, priceDigits, symbol}: Instrument) => {
  const {request, limitPrice, triggerPrice} = order;

  return {
    symbol,
    side: request.side,
    order_type: request.kind,
    order_qty: number(order.quantity, quantityDigits),
    limit_price: limitPrice === null ? undefined : number(limitPrice, priceDigits),
    limit_price_type: limitPrice === null ? undefined : 'static',
    stop_price: number(triggerPrice ?? ZERO, priceDigits),
    triggers: isTriggerKind(request.kind) ? triggersOf(order, priceDigits) : undefined,
    time_in_force: request.timeInForce,
    post_only: request.postOnly ? true : undefined,
    fee_ccy_pref: 'fciq',
  };
};

const triggersOf = ({triggerPrice, isTriggered}: Order, priceDigits: number) => ({
  reference: 'last',
  price: number(triggerPrice ?? ZERO, priceDigits),
  price_type: 'static',
  status: isTriggered ? 'triggered' : 'untriggered',
});

/** An open order in the snapshot of the executions channel. */
export const snapshotRow = (order: Order, instrument: Instrument): Row => ({
  ...identity(order),
  ...terms(order, instrument),
  ...sums(order, instrument),
  exec_type: 'new',
  order_status: order.status,
  timestamp: stamp(order.openedAt),
});

const EXEC_TYPES: Readonly<Record<OrderChange, string>> = {
  pending_new: 'pending_new',
  new: 'new',
  triggered: 'status',
  amended: 'amended',
  filled: 'filled',
  canceled: 'canceled',
  expired: 'expired',
};

/** A change of an order; like Kraken's, most of them carry neither symbol nor terms. */
export const changeRow = (
  {change, order, time}: Extract<ExchangeEvent, {type: 'order'}>,
  instrument: Instrument,
): Row => {
  const head = {
    ...identity(order),
    exec_type: EXEC_TYPES[change],
    order_status: order.status,
    timestamp: stamp(time),
  };
  switch (change) {
    case 'pending_new':
      return {...head, ...terms(order, instrument), cum_cost: cost(order.cost), fee_usd_equiv: cost(order.fee)};
    case 'new':
      return head;
    case 'triggered':
      return {...head, triggers: triggersOf(order, instrument.priceDigits)};
    case 'amended':
      return {...head, ...terms(order, instrument), ...sums(order, instrument), amended: true};
    case 'filled':
      return {...head, ...sums(order, instrument)};
    case 'canceled':
    case 'expired':
      return {...head, ...sums(order, instrument), cancel_reason: order.reason, reason: order.reason};
    default:
      return change satisfies never;
  }
};

/** One execution. Even the last one says partially_filled: that the order is filled is an event of its own. */
export const tradeRow = (
  execution: Execution,
  order: Order,
  {quote, priceDigits, quantityDigits}: Instrument,
): Row => ({
  ...identity(order),
  exec_id: execution.id,
  exec_type: 'trade',
  trade_id: execution.tradeId,
  symbol: execution.symbol,
  side: execution.side,
  last_qty: number(execution.quantity, quantityDigits),
  last_price: number(execution.price, priceDigits),
  liquidity_ind: execution.liquidity === 'taker' ? 't' : 'm',
  cost: cost(execution.cost),
  order_status: 'partially_filled',
  order_type: order.request.kind,
  fee_usd_equiv: cost(execution.fee),
  fees: [{asset: quote, qty: cost(execution.fee)}],
  timestamp: stamp(execution.time),
});
