import type {OrderIntent} from '../../../core/domain/Order.ts';
import {NumberText, type WritableObject, writeExact} from '../../net/exactJson.ts';

/** Levels of the book that we follow; the checksum covers ten. */
export const BOOK_DEPTH = 10;

export type PublicSubscription =
  | {readonly channel: 'trade' | 'book' | 'ticker'; readonly symbol: string}
  /** The rules of all markets. */
  | {readonly channel: 'instrument'};
export type PrivateSubscription = {readonly channel: 'executions' | 'balances'};

const frame = (method: string, params: WritableObject, requestId: number): string =>
  writeExact({method, params, req_id: requestId});

export const writePing = (requestId: number): string => writeExact({method: 'ping', req_id: requestId});

export const writePublic = (
  method: 'subscribe' | 'unsubscribe',
  subscription: PublicSubscription,
  requestId: number,
): string => {
  if (subscription.channel === 'instrument') return frame(method, {channel: 'instrument'}, requestId);
  const {channel, symbol} = subscription;
  // Trades before the subscription are history's business; of the others only a snapshot can start.
  const extra = channel === 'book' ? {depth: BOOK_DEPTH} : {};
  const snapshot = method === 'subscribe' ? {snapshot: channel !== 'trade'} : {};

  return frame(method, {channel, symbol: [symbol], ...extra, ...snapshot}, requestId);
};

export const writePrivate = (
  method: 'subscribe' | 'unsubscribe',
  {channel}: PrivateSubscription,
  token: string,
  requestId: number,
): string => {
  const isSubscribe = method === 'subscribe';
  const extra =
    channel === 'executions'
      ? {snap_orders: isSubscribe || undefined, snap_trades: isSubscribe ? false : undefined}
      : {};

  return frame(method, {channel, ...extra, token}, requestId);
};

type OrderRequest = {
  readonly intent: OrderIntent;
  /** Venue time, ms UTC, after which the order must not be accepted any more. */
  readonly deadline: number;
  readonly token: string;
};

/** Every order carries our id and a deadline: an order that arrives later than that is refused and not a surprise. */
export const writeAddOrder = ({intent, deadline, token}: OrderRequest, requestId: number): string =>
  frame(
    'add_order',
    {
      ...orderTypeOf(intent),
      side: intent.side,
      symbol: intent.symbol,
      order_qty: new NumberText(intent.quantity),
      cl_ord_id: intent.clientOrderId,
      deadline: new Date(deadline).toISOString(),
      token,
    },
    requestId,
  );

const orderTypeOf = ({type, limitPrice, stopPrice, postOnly}: OrderIntent): WritableObject => {
  const limit = limitPrice === undefined ? undefined : new NumberText(limitPrice);
  switch (type) {
    case 'market':
      // A market order with a worst price is a limit order that takes what it can and rests not at all.
      return limit === undefined
        ? {order_type: 'market'}
        : {order_type: 'limit', limit_price: limit, time_in_force: 'ioc'};
    case 'limit':
      if (limit === undefined) throw new RangeError('A limit order needs a limit price.');
      return {order_type: 'limit', limit_price: limit, time_in_force: 'gtc', post_only: postOnly || undefined};
    case 'stop':
      if (stopPrice === undefined) throw new RangeError('A stop order needs a stop price.');
      return {
        order_type: 'stop-loss',
        triggers: {reference: 'last', price: new NumberText(stopPrice), price_type: 'static'},
      };
    default:
      return type satisfies never;
  }
};

export const writeCancel = (clientOrderId: string, token: string, requestId: number): string =>
  frame('cancel_order', {cl_ord_id: [clientOrderId], token}, requestId);

type AmendRequest = {
  readonly clientOrderId: string;
  readonly quantity: string;
  readonly stopPrice: string | undefined;
  readonly deadline: number;
  readonly token: string;
};

export const writeAmend = (
  {clientOrderId, quantity, stopPrice, deadline, token}: AmendRequest,
  requestId: number,
): string =>
  frame(
    'amend_order',
    {
      cl_ord_id: clientOrderId,
      order_qty: new NumberText(quantity),
      trigger_price: stopPrice === undefined ? undefined : new NumberText(stopPrice),
      trigger_price_type: stopPrice === undefined ? undefined : 'static',
      deadline: new Date(deadline).toISOString(),
      token,
    },
    requestId,
  );

/** Seconds until the venue cancels every order of the account, unless asked again; 0 switches it off. */
export const writeDeadMansSwitch = (timeoutSeconds: number, token: string, requestId: number): string =>
  frame('cancel_all_orders_after', {timeout: timeoutSeconds, token}, requestId);
