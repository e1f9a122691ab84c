import {toText} from '../domain/Decimal.ts';
import {isFinal} from '../domain/Order.ts';
import type {OrderRecovery, RestoredOrder} from '../domain/RestoredOrder.ts';
import type {Order, State} from '../kernel/State.ts';

/** What the adapter of a real venue goes on from after a restart: the orders of this journal, and since when it knows nothing. */
export const restoreOrders = (state: Readonly<State>): OrderRecovery => ({
  orders: [...state.orders.values(), ...state.closedOrders].map(restored),
  since: earliestOpenQuestion(state),
});

/** An order that was never answered may have been filled long before the last line, while prices went on and nobody heard of it. */
const earliestOpenQuestion = ({time, orders}: Readonly<State>): number =>
  Math.min(time, ...[...orders.values()].map(order => order.time));

const restored = ({intent, venueOrderId, quantity, stopPrice, filled, executionIds, status}: Order): RestoredOrder => ({
  intent,
  venueOrderId,
  quantity: toText(quantity),
  stopPrice: stopPrice === null ? null : toText(stopPrice),
  filled: toText(filled),
  executionIds: [...executionIds],
  isFinal: isFinal(status),
});
