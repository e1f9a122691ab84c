import {decimal, sum} from '../../domain/Decimal.ts';
import type {AnyEnvelope, EnvelopeOf, Execution} from '../../domain/Event.ts';
import {readLines} from '../../runtime/readLines.ts';
import type {Decision} from './findDecision.ts';

/** What became of one order. */
export type OrderOutcome = {
  readonly seq: number;
  readonly time: number;
  readonly order: EnvelopeOf<'OrderSubmitted'>['data'];
  /** The last that is known: `submitted`, `accepted`, `filled`, `rejected`, … */
  readonly status: string;
  /** Why it was cancelled or refused, where somebody said so. */
  readonly reason: string | null;
  readonly fills: readonly (Execution & {readonly seq: number; readonly time: number})[];
};

/** What a decision led to, as far as the journal goes. */
export type Outcome = {
  readonly denied: (EnvelopeOf<'OrderDenied'>['data'] & {readonly seq: number}) | null;
  readonly orders: readonly OrderOutcome[];
  readonly trade: (EnvelopeOf<'PositionClosed'>['data'] & {readonly seq: number}) | null;
};

type Growing = {-readonly [Key in keyof OrderOutcome]: OrderOutcome[Key]};

const STATUS: Readonly<Partial<Record<AnyEnvelope['type'], string>>> = {
  OrderAccepted: 'accepted',
  OrderRejected: 'rejected by the venue',
  OrderCanceled: 'cancelled',
  CancelRequested: 'cancel requested',
  OrderOutcomeUnknown: 'unknown',
  OrderProvenAbsent: 'never arrived',
  CancelRejected: 'cancel refused',
};

const FINAL: ReadonlySet<string> = new Set(['filled', 'cancelled', 'rejected by the venue']);

/** Follows a decision through the journal until its trade is closed or the journal ends. */
export const followDecision = async (
  directory: string,
  decision: Decision,
  onLine: (seq: number) => void,
): Promise<Outcome> => {
  const orders = new Map<string, Growing>();
  let denied: Outcome['denied'] = null;
  let trade: Outcome['trade'] = null;
  if (decision.data.verdict === 'hold') return {denied, orders: [], trade};

  for await (const envelope of readLines(directory, {fromSeq: decision.seq})) {
    onLine(envelope.seq);
    if (hasEnded({decision, denied, trade}, [...orders.values()], envelope)) break;
    if (envelope.type === 'OrderDenied' && envelope.data.decision === decision.seq) denied = withSeq(envelope);
    if (envelope.type === 'PositionClosed' && envelope.data.decision === decision.seq) trade = withSeq(envelope);
    noteOrder(orders, envelope, decision.seq);
  }

  return {denied, orders: [...orders.values()], trade};
};

/** Lines after the end of a trade in which the cancels of what still rested are looked for. */
const LINES_AFTER_TRADE = 500;

/** A denial ends with its own step; a trade once nothing of it rests any more. */
const hasEnded = (
  {decision, denied, trade}: {readonly decision: Decision} & Pick<Outcome, 'denied' | 'trade'>,
  orders: readonly Growing[],
  {seq, cause}: AnyEnvelope,
): boolean => {
  if (denied !== null) return cause !== decision.cause;
  if (trade === null || seq <= trade.seq || cause !== seq) return false;

  return seq > trade.seq + LINES_AFTER_TRADE || orders.every(({status}) => FINAL.has(status));
};

const withSeq = <Data extends object>({seq, data}: {seq: number; data: Data}): Data & {seq: number} => ({seq, ...data});

const noteOrder = (orders: Map<string, Growing>, envelope: AnyEnvelope, decision: number): void => {
  const {seq, time, data, type} = envelope;
  if (type === 'OrderSubmitted') {
    if (data.decision !== decision) return;
    orders.set(data.clientOrderId, {seq, time, order: data, status: 'submitted', reason: null, fills: []});
    return;
  }
  const order = 'clientOrderId' in data ? orders.get(data.clientOrderId) : undefined;
  if (order === undefined) return;
  order.status = STATUS[type] ?? order.status;
  if (type === 'OrderFilled') {
    order.fills = [...order.fills, {seq, time, ...data}];
    const filled = sum(order.fills.map(fill => decimal(fill.quantity)));
    order.status = filled >= decimal(order.order.quantity) ? 'filled' : 'part filled';
  }
  if ('reason' in data && typeof data.reason === 'string') order.reason = data.reason;
};
