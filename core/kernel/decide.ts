import {subtract, ZERO, decimal, toText} from '../domain/Decimal.ts';
import type {AnyEnvelope, EnvelopeOf} from '../domain/Event.ts';
import {transition} from '../domain/Order.ts';
import {guardEquity, obey} from './control.ts';
import {considerEntry} from './enter.ts';
import {beginExit, continueExit, finishPosition} from './exit.ts';
import {findOrder} from './foldOrder.ts';
import {openLevels, protect, trail, watch} from './protect.ts';
import type {Order} from './State.ts';
import {type Closed, requestCancel, type Turn, workingOrders} from './turn.ts';

/** Reacts to one input that is already written and folded. Everything it does is a line of its own. */
export const decide = (turn: Turn, input: AnyEnvelope): void => {
  switch (input.type) {
    case 'CandleClosed':
      return onCandle(turn, input);
    case 'PriceMoved':
      return onPrice(turn, input);
    case 'OrderFilled':
      return onFill(turn, input);
    case 'OrderAmended':
      return onAmended(turn, input);
    case 'OrderRejected':
    case 'OrderCanceled':
      return onClosed(turn, input);
    case 'OperatorCommanded':
      return obey(turn, input);
    case 'Reconciled':
      return protectAll(turn);
    default:
      return;
  }
};

const onCandle = (turn: Turn, input: Closed): void => {
  const {state} = turn;
  const {symbol, timeframe, history} = input.data;
  if (history === true) return;
  guardEquity(turn);
  if (timeframe !== state.settings?.timeframe) return;
  expireEntries(turn, symbol);
  manage(turn, symbol);
  considerEntry(turn, input);
};

/** An entry that has not filled for long was decided on another market. */
const expireEntries = (turn: Turn, symbol: string): void => {
  const bars = turn.state.markets.get(symbol)?.bars ?? 0;
  const limit = turn.state.settings?.risk.entryMaxBars ?? 0;
  for (const order of workingOrders(turn.state, symbol, 'entry')) {
    if (bars - order.bar >= limit) requestCancel(turn, order, 'entry expired');
  }
};

const manage = (turn: Turn, symbol: string): void => {
  const position = turn.state.positions.get(symbol);
  if (position === undefined) return;
  if (position.exiting !== null) return continueExit(turn, position);
  const {levels} = position;
  const isOld = levels !== null && position.barsHeld >= levels.maxBars;
  if (isOld && turn.state.trading.state !== 'HALTED') return beginExit(turn, position, 'maxBars');
  trail(turn, position);
  protect(turn, position);
  watch(turn, position);
};

const onPrice = (turn: Turn, {data}: EnvelopeOf<'PriceMoved'>): void => {
  guardEquity(turn);
  const position = turn.state.positions.get(data.symbol);
  if (position !== undefined) watch(turn, position);
};

const onFill = (turn: Turn, {data}: EnvelopeOf<'OrderFilled'>): void => {
  const order = findOrder(turn.state, data.clientOrderId);
  if (order === undefined)
    return alarm(turn, 'UNKNOWN_ORDER_FILLED', `A fill came for an order that is not ours: "${data.clientOrderId}".`);
  if (order.filled > order.quantity) return onOverfill(turn, order);
  const position = turn.state.positions.get(data.symbol);
  if (position === undefined) return;
  if (position.quantity === ZERO) return finishPosition(turn, position, order);

  if (order.intent.purpose === 'entry') openLevels(turn, position, order, decimal(data.price));
  else for (const entry of workingOrders(turn.state, data.symbol, 'entry')) requestCancel(turn, entry, 'leaving');
  protect(turn, position);
  continueExit(turn, position);
  guardEquity(turn);
};

const onOverfill = (turn: Turn, order: Order): void => {
  const {clientOrderId} = order.intent;
  const data = {
    value: toText(order.filled),
    limit: toText(order.quantity),
    reason: `order "${clientOrderId}" filled more than it asked for`,
  };
  turn.emit({type: 'TradingHalted', data: {code: 'OVERFILL', ...data}});
  alarm(turn, 'OVERFILL', data.reason);
};

/** Partial fills may have come while the amendment was under way. */
const onAmended = (turn: Turn, {data}: EnvelopeOf<'OrderAmended'>): void => {
  const order = findOrder(turn.state, data.clientOrderId);
  const position = order === undefined ? undefined : turn.state.positions.get(order.intent.symbol);
  if (position !== undefined) protect(turn, position);
};

const onClosed = (turn: Turn, input: EnvelopeOf<'OrderRejected'> | EnvelopeOf<'OrderCanceled'>): void => {
  const order = findOrder(turn.state, input.data.clientOrderId);
  if (order === undefined)
    return alarm(
      turn,
      'UNKNOWN_ORDER_CLOSED',
      `The venue closed an order that is not ours: "${input.data.clientOrderId}".`,
    );
  if (
    transition(order.status, input.type === 'OrderRejected' ? 'rejected' : 'canceled', order.filled > ZERO) === null
  ) {
    return alarm(
      turn,
      'ILLEGAL_TRANSITION',
      `${input.type} came for order "${input.data.clientOrderId}", which is ${order.status}.`,
    );
  }
  const position = turn.state.positions.get(order.intent.symbol);
  if (position === undefined) return;
  // A refused exit is tried again on the next candle: at once would be a storm.
  if (order.intent.purpose === 'exit') return;
  if (position.exiting !== null) return continueExit(turn, position);
  const isNaked =
    input.type === 'OrderRejected' && order.intent.purpose === 'stop' && subtract(order.quantity, order.filled) > ZERO;
  if (isNaked) beginExit(turn, position, 'unprotected');
};

const protectAll = (turn: Turn): void => {
  for (const position of [...turn.state.positions.values()]) {
    protect(turn, position);
    continueExit(turn, position);
  }
};

const alarm = (turn: Turn, code: string, text: string): void =>
  void turn.emit({type: 'AlarmRaised', data: {code, text}});
