import {divide, ZERO} from '../../../../core/domain/Decimal.ts';
import type {Exchange} from '../../engine/Exchange.ts';
import type {Instrument} from '../../engine/Instrument.ts';
import {type ExchangeOrder, type Execution, isLimitKind, isOpen, isTriggerKind} from '../../engine/orders.ts';
import {pairName} from './KrakenNames.ts';
import {NumberText, fixed, seconds} from './numberText.ts';
import {cut} from './publicCalls.ts';

const COST_DIGITS = 5;

export const instrumentOf = (exchange: Exchange, symbol: string): Instrument => {
  const instrument = exchange.instrument(symbol);
  if (instrument === null) throw new Error(`Unknown symbol "${symbol}" in an order that was taken.`);

  return instrument;
};

/** Order in words: `buy 0.01000000 XBTUSD @ limit 50000.0`. */
export const orderSentence = (
  {
    side,
    kind,
    quantity,
    limitPrice,
    triggerPrice,
  }: Pick<ExchangeOrder['request'], 'side' | 'kind'> & Pick<ExchangeOrder, 'quantity' | 'limitPrice' | 'triggerPrice'>,
  instrument: Instrument,
): string => {
  const start = `${side} ${fixed(quantity, instrument.quantityDigits)} ${pairName(instrument).alternative} @`;
  const limit = limitPrice === null ? '' : `limit ${fixed(limitPrice, instrument.priceDigits)}`;
  if (triggerPrice === null) return `${start} ${kind === 'market' ? 'market' : limit}`;
  const word = kind.replace('-limit', '').replace('-', ' ');
  const trigger = `${word} ${fixed(triggerPrice, instrument.priceDigits)}`;

  return `${start} ${trigger}${limit === '' ? '' : ` -> ${limit}`}`;
};

/** `descr` of an order as REST gives it: the price is the trigger of a stop and the limit of the others. */
export const describeOrder = (
  order: Pick<ExchangeOrder, 'quantity' | 'limitPrice' | 'triggerPrice'> &
    Pick<ExchangeOrder['request'], 'side' | 'kind'>,
  instrument: Instrument,
) => {
  const isTrigger = isTriggerKind(order.kind);
  const first = isTrigger ? order.triggerPrice : order.limitPrice;
  const second = isTrigger && isLimitKind(order.kind) ? order.limitPrice : null;

  return {
    pair: pairName(instrument).alternative,
    type: order.side,
    ordertype: order.kind,
    price: first === null ? '0' : fixed(first, instrument.priceDigits),
    price2: second === null ? '0' : fixed(second, instrument.priceDigits),
    leverage: 'none',
    order: orderSentence(order, instrument),
    close: '',
  };
};

const restStatus = (order: Readonly<ExchangeOrder>): string => {
  if (order.status === 'filled') return 'closed';
  if (!isOpen(order)) return order.status;

  return order.status === 'pending_new' ? 'pending' : 'open';
};

/** An order as OpenOrders, ClosedOrders and QueryOrders give it. */
export const orderRow = (order: Readonly<ExchangeOrder>, instrument: Instrument, withTrades: boolean): object => {
  const {request, filled, cost, closedAt, executionIds} = order;
  const {priceDigits, quantityDigits} = instrument;
  const average = filled === ZERO ? ZERO : divide(cost, filled, 'down');
  const stop = order.triggerPrice ?? ZERO;
  const limit = isTriggerKind(request.kind) ? (order.limitPrice ?? ZERO) : ZERO;
  const flags = request.postOnly ? 'fciq,post' : 'fciq';

  return {
    refid: null,
    userref: request.userReference,
    cl_ord_id: request.clientOrderId ?? undefined,
    status: restStatus(order),
    reason: closedAt === null ? undefined : order.reason === '' ? null : order.reason,
    opentm: seconds(order.openedAt),
    closetm: closedAt === null ? undefined : seconds(closedAt),
    starttm: 0,
    expiretm: request.expiresAt === null ? 0 : seconds(request.expiresAt),
    descr: describeOrder({...order, side: request.side, kind: request.kind}, instrument),
    vol: fixed(order.quantity, quantityDigits),
    vol_exec: fixed(filled, quantityDigits),
    cost: fixed(cost, COST_DIGITS),
    fee: fixed(order.fee, COST_DIGITS),
    price: filled === ZERO ? '0.00000' : cut(average, Math.max(priceDigits, COST_DIGITS)),
    stopprice: fixed(stop, COST_DIGITS),
    limitprice: fixed(limit, COST_DIGITS),
    misc: '',
    oflags: flags,
    trades: withTrades && executionIds.length > 0 ? executionIds : undefined,
  };
};

/** An execution as TradesHistory gives it. */
export const tradeRow = (execution: Execution, order: Readonly<ExchangeOrder>, instrument: Instrument): object => ({
  ordertxid: execution.orderId,
  postxid: 'TKH2SE-M7IF5-CFI7LT',
  pair: pairName(instrument).id,
  time: seconds(execution.time),
  type: execution.side,
  ordertype: order.request.kind,
  price: fixed(execution.price, instrument.priceDigits),
  cost: fixed(execution.cost, COST_DIGITS),
  fee: fixed(execution.fee, COST_DIGITS),
  vol: fixed(execution.quantity, instrument.quantityDigits),
  margin: '0.00000',
  leverage: '0',
  misc: '',
  trade_id: new NumberText(String(execution.tradeId)),
  maker: execution.liquidity === 'maker',
});
