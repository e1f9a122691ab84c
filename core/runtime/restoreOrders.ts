import {toText} from '../domain/Decimal.ts';
import {isFinal} from '../domain/Order.ts';
import type {OrderRecovery, RestoredOrder} from '../domain/RestoredOrder.ts';
import type {Order, State} from '../kernel/State.ts';

/** What the adapter of a real venue goes on from after a restart: the orders of this journal, and since when it knows nothing. */
export const restoreOrders = (state: Readonly<State>): OrderRecovery => ({
  orders: [...state.orders.values(), ...state.closedOrders].map(restored),
  since: state.time,
});

const restored = ({intent, venueOrderId, quantity, stopPrice, filled, executionIds, status}: Order): RestoredOrder => ({
  intent,
  venueOrderId,
  quantity: toText(quantity),
  stopPrice: stopPrice === null ? null : toText(stopPrice),
  filled: toText(filled),
  executionIds: [...executionIds],
  isFinal: isFinal(status),
});
