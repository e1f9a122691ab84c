import type {ReactNode} from 'react';
import type {Order, State} from '../../../core/kernel/evolve.ts';
import {useBot} from '../context.ts';
import {clock, quantity} from '../format.ts';
import {STATUS_WORDS} from '../words.ts';

/** The orders that one decision led to, as far as the hot state still holds them. */
export const ResultingOrders = ({decision}: {decision: number}): ReactNode => {
  const orders = useBot(({state}) => (state === null ? [] : ordersOf(state, decision)));
  if (orders.length === 0) return <p className="muted">None that is still in the bot’s hot state.</p>;

  return (
    <ul className="gates">
      {orders.map(({intent, quantity: size, status, time}) => (
        <li key={intent.clientOrderId} data-passed="true">
          <span>
            {clock(time)} {intent.purpose}: {intent.side} {quantity(size)} {intent.type}
          </span>
          <span>{STATUS_WORDS[status]}</span>
        </li>
      ))}
    </ul>
  );
};

const ordersOf = (state: Readonly<State>, decision: number): readonly Order[] =>
  [...state.closedOrders, ...state.orders.values()].filter(({intent}) => intent.decision === decision);
