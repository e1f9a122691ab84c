import type {EnvelopeOf} from '../domain/Event.ts';
import {findOrder} from './foldOrder.ts';
import type {Order} from './State.ts';
import {alarm, type Turn} from './turn.ts';

/** What a venue, or a person, may say of an order. */
type Report =
  | EnvelopeOf<'OrderAccepted'>
  | EnvelopeOf<'OrderFilled'>
  | EnvelopeOf<'OrderRejected'>
  | EnvelopeOf<'OrderCanceled'>
  | EnvelopeOf<'CancelRejected'>
  | EnvelopeOf<'OrderOutcomeUnknown'>
  | EnvelopeOf<'OrderProvenAbsent'>
  | EnvelopeOf<'OrderWrittenOff'>;

const STRANGE: Readonly<Record<Report['type'], {readonly code: string; readonly what: string}>> = {
  OrderAccepted: {code: 'UNKNOWN_ORDER_ACCEPTED', what: 'The venue accepted'},
  OrderFilled: {code: 'UNKNOWN_ORDER_FILLED', what: 'A fill came for'},
  OrderRejected: {code: 'UNKNOWN_ORDER_CLOSED', what: 'The venue rejected'},
  OrderCanceled: {code: 'UNKNOWN_ORDER_CLOSED', what: 'The venue cancelled'},
  CancelRejected: {code: 'UNKNOWN_ORDER_UNCERTAIN', what: 'The venue refused to cancel'},
  OrderOutcomeUnknown: {code: 'UNKNOWN_ORDER_UNCERTAIN', what: 'An outcome became unknown for'},
  OrderWrittenOff: {code: 'UNKNOWN_ORDER_CLOSED', what: 'Somebody wrote off'},
  OrderProvenAbsent: {code: 'UNKNOWN_ORDER_CLOSED', what: 'The venue does not know'},
};

/**
 * Gives the order that a folded report is about, or null when the report changed nothing.
 * What the order table does not allow, and what comes after an order's end, is an alarm and never silent.
 */
export const examine = (turn: Turn, report: Report): Order | null => {
  const {clientOrderId} = report.data;
  const order = findOrder(turn.state, clientOrderId);
  if (order === undefined) {
    const {code, what} = STRANGE[report.type];
    alarm(turn, code, `${what} an order that is not ours: "${clientOrderId}".`);
    return null;
  }
  if (order.late?.seq === report.seq) {
    onLate(turn, order, order.late.was);
    return order;
  }
  if (order.illegalSeq !== report.seq) return order;

  alarm(turn, 'ILLEGAL_TRANSITION', `${report.type} came for order "${clientOrderId}", which is ${order.status}.`);
  return null;
};

/** A refusal was definitive: an order that lives after it means that we do not understand the venue. */
const onLate = (turn: Turn, {intent: {clientOrderId}, status}: Order, was: Order['status']): void => {
  const text = `order "${clientOrderId}" was ${was} and is ${status}`;
  alarm(turn, 'LATE_EVIDENCE', `Evidence came after the end: ${text}.`);
  if (was !== 'REJECTED') return;
  turn.emit({type: 'TradingHalted', data: {code: 'LATE_EVIDENCE', value: null, limit: null, reason: text}});
};
