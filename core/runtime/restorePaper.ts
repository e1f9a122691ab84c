import type {Recovery} from '../../brokers/paper/PaperBroker.ts';
import type {Order, State} from '../kernel/State.ts';

/** What the paper exchange goes on from after a restart: the journal is its inbox, its books and its memory. */
export const restorePaper = (state: Readonly<State>): Recovery => {
  const orders = [...state.orders.values()];

  return {
    balances: [{asset: state.settings?.accountCurrency ?? '', total: state.cash}],
    holdings: [...state.positions.values()].map(({symbol, quantity}) => ({symbol, quantity})),
    openOrders: orders.filter(isAcknowledged).map(order => ({
      intent: order.intent,
      quantity: order.quantity,
      stopPrice: order.stopPrice,
      filled: order.filled,
      fillCount: order.executionIds.length,
      placedAt: order.time,
    })),
    closedIds: state.closedOrders.map(order => order.intent.clientOrderId),
    unacknowledged: orders.filter(order => !isAcknowledged(order)).map(order => order.intent),
  };
};

const isAcknowledged = (order: Readonly<Order>): boolean => order.venueOrderId !== null;
