import {absolute, divide, toText, ZERO} from '../domain/Decimal.ts';
import type {AnyEnvelope, EnvelopeOf} from '../domain/Event.ts';
import type {Order, State} from '../kernel/State.ts';

/** JSON of any part of the state: exact numbers as decimal text, maps as objects. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value, readable));

const readable = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return toText(value as Parameters<typeof toText>[0]);

  return value instanceof Map ? Object.fromEntries(value) : value;
};

/** The state without its long lists, which have addresses of their own. */
export const stateView = (state: Readonly<State>): unknown => {
  const {decisions: _decisions, fills: _fills, trades, closedOrders: _closed, windows: _windows, ...rest} = state;
  const {equityCurve: _curve, ...shown} = rest;

  return plain({...shown, trades: trades.slice(-50)});
};

export const fillView = ({seq, time, data}: EnvelopeOf<'OrderFilled'>) => ({seq, time, ...data});

export const decisionView = ({seq, time, cause, data}: EnvelopeOf<'DecisionMade'>) => ({seq, time, cause, ...data});

export const orderView = (order: Readonly<Order>) => ({
  seq: order.seq,
  time: order.time,
  clientOrderId: order.intent.clientOrderId,
  venueOrderId: order.venueOrderId,
  symbol: order.intent.symbol,
  side: order.intent.side,
  type: order.intent.type,
  purpose: order.intent.purpose,
  status: order.status,
  quantity: toText(order.quantity),
  filled: toText(order.filled),
  averagePrice: order.filled === ZERO ? null : toText(divide(order.filledNotional, absolute(order.filled), 'down')),
  limitPrice: order.intent.limitPrice ?? null,
  stopPrice: order.stopPrice === null ? null : toText(order.stopPrice),
  reduceOnly: order.intent.reduceOnly,
  fees: toText(order.fees),
  strategy: order.intent.strategy,
  decision: order.intent.decision,
  reason: order.reason,
});

export const isType =
  <Type extends AnyEnvelope['type']>(type: Type) =>
  (envelope: AnyEnvelope): envelope is Extract<AnyEnvelope, {readonly type: Type}> =>
    envelope.type === type;
