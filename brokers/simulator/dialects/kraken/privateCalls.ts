import {type Decimal, decimal, multiply} from '../../../../core/domain/Decimal.ts';
import {tierOf} from '../../engine/feeSchedule.ts';
import type {Instrument} from '../../engine/Instrument.ts';
import {type ExchangeOrder, type Execution, isOpen} from '../../engine/orders.ts';
import {amendOrder, armDeadMan, cancelOrder, placeOrder, validateOrder} from './accountCommands.ts';
import {assetName, findPair, pairName} from './KrakenNames.ts';
import {CallError} from './errors.ts';
import {isForgotten, type KrakenContext} from './KrakenContext.ts';
import {fixed} from './numberText.ts';
import {describeOrder, instrumentOf, orderRow, tradeRow} from './orderRows.ts';
import {pairParam} from './publicCalls.ts';
import {countParam, flagParam, type Params, readRestOrder, textParam} from './readOrder.ts';
import {TOKEN_LIFE_MS} from './Tokens.ts';

type PrivateCall = (context: KrakenContext, params: Params, account: string) => unknown;

const HUNDRED = decimal('100');
const PAGE = 50;
const MOST_QUERIED = 50;

const assetsOf = ({exchange}: KrakenContext): readonly string[] => [
  ...new Set(exchange.instruments.flatMap(({base, quote}) => [base, quote])),
];

const balances: PrivateCall = (context, _, name) => {
  const account = context.exchange.account(name);

  return Object.fromEntries(
    assetsOf(context).map(asset => [assetName(asset).id, fixed(account.balance(asset), assetName(asset).digits)]),
  );
};

const extendedBalances: PrivateCall = (context, _, name) => {
  const account = context.exchange.account(name);
  const rows = assetsOf(context).map(asset => {
    const {id, digits} = assetName(asset);
    return [id, {balance: fixed(account.balance(asset), digits), hold_trade: fixed(account.held(asset), digits)}];
  });

  return Object.fromEntries(rows);
};

const tradeVolume: PrivateCall = ({exchange, now}, params, name) => {
  const volume = exchange.account(name).volumeAt(now());
  const names = textParam(params, 'pair')?.split(',') ?? [];
  const chosen = names.map(each => findPair(exchange.instruments, each)).filter(each => each !== null);
  if (chosen.length < names.length) throw new CallError('EQuery:Unknown asset pair');
  const fees = (liquidity: 'maker' | 'taker') =>
    Object.fromEntries(chosen.map(each => [pairName(each).id, feeRow(each, volume, liquidity)]));

  return {currency: 'ZUSD', volume: fixed(volume, 4), fees: fees('taker'), fees_maker: fees('maker')};
};

const feeRow = ({feeTiers}: Instrument, volume: Decimal, liquidity: 'maker' | 'taker') => {
  const tier = tierOf(feeTiers, volume);
  const next = feeTiers.find(each => each.volume > volume);
  const text = (share: Decimal | undefined): string | null =>
    share === undefined ? null : fixed(multiply(share, HUNDRED, 'down'), 4);

  return {
    fee: text(tier[liquidity]),
    minfee: text(feeTiers.at(-1)?.[liquidity]),
    maxfee: text(feeTiers[0]?.[liquidity]),
    nextfee: text(next?.[liquidity]),
    tiervolume: fixed(tier.volume, 4),
    nextvolume: next === undefined ? null : fixed(next.volume, 4),
  };
};

const addOrder: PrivateCall = (context, params, account) => {
  const instrument = pairParam(context, params);
  const request = readRestOrder(params, instrument.symbol, context.now());
  const descr = {order: describeOrder(request, instrument).order};
  if (flagParam(params, 'validate')) {
    validateOrder(context, account, request);
    return {descr};
  }

  return {descr, txid: [placeOrder(context, account, request).id]};
};

/** The order that `txid` or `cl_ord_id` names. */
const reference = (params: Params) => {
  const clientOrderId = textParam(params, 'cl_ord_id');
  if (clientOrderId !== null) return {clientOrderId};
  const id = textParam(params, 'txid');
  if (id === null) throw new CallError('EGeneral:Invalid arguments:txid');

  return {id};
};

const cancel: PrivateCall = (context, params, account) => {
  const text = textParam(params, 'txid');
  if (text === null || !/^\d+$/.test(text)) {
    cancelOrder(context, account, reference(params));
    return {count: 1};
  }
  const meant = context.exchange.openOrders(account).filter(order => order.request.userReference === Number(text));
  if (meant.length === 0) throw new CallError('EOrder:Unknown order');
  for (const {id} of meant) cancelOrder(context, account, {id});

  return {count: meant.length};
};

const cancelBatch: PrivateCall = (context, params, account) => {
  const orders = params['orders'];
  if (!Array.isArray(orders)) throw new CallError('EGeneral:Invalid arguments:orders');
  const open = new Set(context.exchange.openOrders(account).map(order => order.id));
  const meant = orders.map(String).filter(id => open.has(id));
  for (const id of meant) cancelOrder(context, account, {id});

  return {count: meant.length};
};

const amend: PrivateCall = (context, params, account) => {
  amendOrder(context, account, reference(params), params);

  return {amend_id: context.nextAmendId()};
};

const short = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z/, 'Z');

const cancelAfter: PrivateCall = (context, params, account) => {
  const {current, trigger} = armDeadMan(context, account, params);

  return {currentTime: short(current), triggerTime: trigger === null ? '0' : short(trigger)};
};

/** Orders of the account that the venue remembers and that the filters let through, newest first. */
const listOrders = (context: KrakenContext, params: Params, account: string): readonly Readonly<ExchangeOrder>[] => {
  const clientOrderId = textParam(params, 'cl_ord_id');
  const userReference = countParam(params, 'userref');

  return context.exchange.truth
    .orders(account)
    .filter(order => !isForgotten(context, order))
    .filter(order => clientOrderId === null || order.request.clientOrderId === clientOrderId)
    .filter(order => userReference === null || order.request.userReference === userReference)
    .toReversed();
};

const rowsOf = ({exchange}: KrakenContext, orders: readonly Readonly<ExchangeOrder>[], params: Params): object =>
  Object.fromEntries(
    orders.map(order => [
      order.id,
      orderRow(order, instrumentOf(exchange, order.request.symbol), flagParam(params, 'trades')),
    ]),
  );

const openOrders: PrivateCall = (context, params, account) => ({
  open: rowsOf(context, listOrders(context, params, account).filter(isOpen), params),
});

/** Bounds in seconds since 1970; a bound may also be the id of an order or trade, which no client here needs. */
const bound = (params: Params, name: string): number | null => {
  const text = textParam(params, name);
  if (text === null) return null;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new CallError(`EGeneral:Invalid arguments:${name}`);

  return value * 1_000;
};

const isWithin = (params: Params): ((time: number) => boolean) => {
  const start = bound(params, 'start') ?? Number.NEGATIVE_INFINITY;
  const end = bound(params, 'end') ?? Number.POSITIVE_INFINITY;

  return time => time > start && time <= end;
};

const closedOrders: PrivateCall = (context, params, account) => {
  const isMeant = isWithin(params);
  const byOpening = textParam(params, 'closetime') === 'open';
  const closed = listOrders(context, params, account)
    .filter(order => order.closedAt !== null)
    .filter(order => isMeant(byOpening ? order.openedAt : (order.closedAt ?? 0)))
    .sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0));
  const offset = countParam(params, 'ofs') ?? 0;

  return {closed: rowsOf(context, closed.slice(offset, offset + PAGE), params), count: closed.length};
};

const queryOrders: PrivateCall = (context, params, account) => {
  const ids = (textParam(params, 'txid') ?? '').split(',').filter(id => id !== '');
  const clientOrderId = textParam(params, 'cl_ord_id');
  if ((ids.length === 0 && clientOrderId === null) || ids.length > MOST_QUERIED)
    throw new CallError('EGeneral:Invalid arguments:txid');
  const orders = listOrders(context, {cl_ord_id: clientOrderId}, account);
  const found = ids.length === 0 ? orders : orders.filter(order => ids.includes(order.id));
  if (found.length === 0) throw new CallError('EOrder:Unknown order');

  return rowsOf(context, found, params);
};

const tradesHistory: PrivateCall = (context, params, account) => {
  const {exchange} = context;
  const isMeant = isWithin(params);
  const order = (execution: Execution) => exchange.truth.order(execution.orderId);
  const executions = exchange.truth
    .executionsOf(account)
    .filter(each => isMeant(each.time))
    .toReversed();
  const offset = countParam(params, 'ofs') ?? 0;
  const rows = executions.slice(offset, offset + PAGE).flatMap(execution => {
    const owner = order(execution);
    if (owner === null || isForgotten(context, owner)) return [];
    return [[execution.id, tradeRow(execution, owner, instrumentOf(exchange, execution.symbol))] as const];
  });

  return {trades: Object.fromEntries(rows), count: executions.length};
};

const webSocketsToken: PrivateCall = ({tokens, now}, _, account) => ({
  token: tokens.issue(account, now()),
  expires: TOKEN_LIFE_MS / 1_000,
});

/** REST calls of an account. */
export const PRIVATE_CALLS: Readonly<Record<string, PrivateCall>> = {
  Balance: balances,
  BalanceEx: extendedBalances,
  TradeVolume: tradeVolume,
  AddOrder: addOrder,
  AmendOrder: amend,
  CancelOrder: cancel,
  CancelOrderBatch: cancelBatch,
  CancelAll: ({exchange, now}, _, account) => ({count: exchange.cancelAll(account, now())}),
  CancelAllOrdersAfter: cancelAfter,
  OpenOrders: openOrders,
  ClosedOrders: closedOrders,
  QueryOrders: queryOrders,
  TradesHistory: tradesHistory,
  GetWebSocketsToken: webSocketsToken,
};
