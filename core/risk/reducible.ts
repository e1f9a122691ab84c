import {add, type Decimal, maximum, negate, ZERO} from '../domain/Decimal.ts';
import type {Side} from '../domain/Order.ts';
import type {State} from '../kernel/State.ts';
import {leavesOf} from './marketExposure.ts';

/** The most that a reduce-only order of `side` could close, counting what entries in flight may still open. */
export const reducible = (state: Readonly<State>, symbol: string, side: Side): Decimal => {
  const held = state.positions.get(symbol)?.quantity ?? ZERO;
  let quantity = maximum(side === 'sell' ? held : negate(held), ZERO);
  for (const order of state.orders.values()) {
    const {intent} = order;
    if (intent.symbol !== symbol || intent.side === side || intent.reduceOnly) continue;
    quantity = add(quantity, leavesOf(order));
  }

  return quantity;
};
