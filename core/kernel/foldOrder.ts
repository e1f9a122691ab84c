import {decimal, ZERO} from '../domain/Decimal.ts';
import type {EnvelopeOf} from '../domain/Event.ts';
import {isFinal, type OrderHappening, type OrderIntent, type OrderStatus, transition} from '../domain/Order.ts';
import {pushBounded} from './bounded.ts';
import {LIMITS, type Order, type State} from './State.ts';

/** The order by its id, among the open ones first, then among the latest closed ones. */
export const findOrder = (state: Readonly<State>, clientOrderId: string): Order | undefined =>
  state.orders.get(clientOrderId) ?? state.closedOrders.findLast(order => order.intent.clientOrderId === clientOrderId);

const LIVING: ReadonlySet<OrderStatus> = new Set(['OPEN', 'PART', 'FILLED']);

/** Gives an order its new status and keeps it where open or closed orders belong. */
export const settleOrder = (state: State, order: Order, status: OrderStatus): void => {
  const wasFinal = isFinal(order.status);
  if (wasFinal && status !== order.status && LIVING.has(status)) order.late = {seq: state.seq, was: order.status};
  order.status = status;
  const id = order.intent.clientOrderId;
  if (isFinal(status) && !wasFinal) {
    state.orders.delete(id);
    pushBounded(state.closedOrders, order, LIMITS.closedOrders);
  }
  if (!isFinal(status) && wasFinal) {
    order.isCancelRequested = false;
    state.closedOrders = state.closedOrders.filter(other => other !== order);
    state.orders.set(id, order);
  }
};

/** Moves an order along the table; what the table does not know changes nothing here and alarms in `decide`. */
export const moveOrder = (
  state: State,
  clientOrderId: string,
  happening: OrderHappening,
  reason: string | null,
): Order | undefined => {
  const order = findOrder(state, clientOrderId);
  if (order === undefined) return undefined;
  state.account.seq = state.seq;
  const next = transition(order.status, happening, order.filled > ZERO);
  if (reason !== null) order.reason = reason;
  if (next === null) order.illegalSeq = state.seq;
  else settleOrder(state, order, next);

  return order;
};

export const foldSubmitted = (state: State, {seq, time, data}: EnvelopeOf<'OrderSubmitted'>): void => {
  const {exitPlan} = data;
  const intent = exitPlan === undefined ? data : withoutPlan(data);
  state.account.seq = seq;
  const market = state.markets.get(intent.symbol);
  state.orders.set(intent.clientOrderId, {
    intent,
    seq,
    time,
    status: 'INTENT',
    venueOrderId: null,
    quantity: decimal(intent.quantity),
    stopPrice: intent.stopPrice === undefined ? null : decimal(intent.stopPrice),
    referencePrice: market?.lastPrice ?? null,
    filled: ZERO,
    filledNotional: ZERO,
    fees: ZERO,
    executionIds: [],
    reason: null,
    isCancelRequested: false,
    exitPlan: exitPlan ?? null,
    bar: market?.bars ?? 0,
  });
  if (intent.purpose === 'entry') state.funnel.pastRisk += 1;
  const {symbol, side, strategy, quantity, purpose} = intent;
  const price = intent.limitPrice ?? intent.stopPrice ?? '';
  pushBounded(
    state.windows.submissions,
    {time, symbol, side, strategy, quantity, price, purpose},
    LIMITS.windowEntries,
  );
};

const withoutPlan = ({exitPlan: _exitPlan, ...intent}: EnvelopeOf<'OrderSubmitted'>['data']): OrderIntent => intent;

const ENDED_BY_VENUE: ReadonlySet<OrderStatus> = new Set(['CANCELED', 'CANCELED_PART']);

export const foldAccepted = (state: State, {data}: EnvelopeOf<'OrderAccepted'>): void => {
  const order = findOrder(state, data.clientOrderId);
  if (order === undefined) return;
  if (order.venueOrderId === null && order.intent.purpose === 'entry') state.funnel.sent += 1;
  // The acknowledgement of a life that has ended already: events may come before it, and more than once.
  const isOfThisLife = order.venueOrderId === null || order.venueOrderId === data.venueOrderId;
  order.venueOrderId = data.venueOrderId;
  if (isOfThisLife && ENDED_BY_VENUE.has(order.status)) return;
  moveOrder(state, data.clientOrderId, 'accepted', null);
};

export const foldCancelRequested = (state: State, {data}: EnvelopeOf<'CancelRequested'>): void => {
  const order = moveOrder(state, data.clientOrderId, 'cancelRequested', data.reason);
  if (order === undefined) return;
  order.isCancelRequested = true;
  delete order.refusedCancel;
};

export const foldCancelRejected = (state: State, {data}: EnvelopeOf<'CancelRejected'>): void => {
  const wanted = findOrder(state, data.clientOrderId)?.reason ?? null;
  const order = moveOrder(state, data.clientOrderId, 'cancelRejected', data.reason);
  if (order === undefined || isFinal(order.status)) return;
  order.isCancelRequested = false;
  order.refusedCancel = wanted ?? data.reason;
};

export const foldAmended = (state: State, {data}: EnvelopeOf<'OrderAmended'>): void => {
  const order = findOrder(state, data.clientOrderId);
  if (order === undefined) return;
  state.account.seq = state.seq;
  order.quantity = decimal(data.quantity);
  if (data.stopPrice !== undefined) order.stopPrice = decimal(data.stopPrice);
  const {asked} = order;
  if (asked?.quantity === order.quantity && (asked.stopPrice ?? order.stopPrice) === order.stopPrice)
    delete order.asked;
};

export const foldAmendRequested = (state: State, {data}: EnvelopeOf<'AmendRequested'>): void => {
  const order = findOrder(state, data.clientOrderId);
  if (order === undefined) return;
  order.asked = {
    quantity: decimal(data.quantity),
    stopPrice: data.stopPrice === undefined ? null : decimal(data.stopPrice),
  };
};
