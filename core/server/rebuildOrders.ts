import type {AnyEnvelope, EventType} from '../domain/Event.ts';
import {evolve} from '../kernel/evolve.ts';
import {emptyState, type Order} from '../kernel/State.ts';

/** The lines that make and move an order. */
export const ORDER_LIFE: readonly EventType[] = [
  'OrderSubmitted',
  'OrderAccepted',
  'OrderFilled',
  'OrderRejected',
  'OrderCanceled',
  'OrderAmended',
  'OrderOutcomeUnknown',
  'OrderProvenAbsent',
  'OrderWrittenOff',
  'CancelRejected',
  'CancelRequested',
];

/** Folds orders that the state has forgotten anew from their lines; `submissions` are the seqs of the wanted ones. */
export const rebuildOrders = async (
  lines: AsyncIterable<AnyEnvelope>,
  submissions: ReadonlySet<number>,
): Promise<readonly Order[]> => {
  const state = emptyState();
  const found: Order[] = [];
  for await (const line of lines) {
    evolve(state, line);
    if (line.type !== 'OrderSubmitted' || !submissions.has(line.seq)) continue;
    const order = state.orders.get(line.data.clientOrderId);
    if (order !== undefined) found.push(order);
  }

  return found;
};
