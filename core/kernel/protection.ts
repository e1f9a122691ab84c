import {absolute, add, type Decimal, maximum, subtract, ZERO} from '../domain/Decimal.ts';
import type {OrderStatus} from '../domain/Order.ts';
import type {Position, State} from './State.ts';

/** What stands between a position and a loss without end: a stop at the venue, the bot itself, or nothing. */
export type Protection = 'venue' | 'watcher' | 'none';

/**
 * A stop protects once the venue has acknowledged it for all that is held. The bot itself does while it knows a level or
 * is leaving already, hears the prices of the market, and hears the venue.
 */
export const protectionOf = (state: Readonly<State>, position: Readonly<Position>): Protection => {
  if (restingStops(state, position.symbol) >= absolute(position.quantity)) return 'venue';
  const isPlanned = position.levels !== null || position.exiting !== null;
  const isHeard = state.markets.get(position.symbol)?.feed === 'live' && state.account.lost === null;

  return isPlanned && isHeard ? 'watcher' : 'none';
};

const RESTING: ReadonlySet<OrderStatus> = new Set(['OPEN', 'PART']);

const restingStops = (state: Readonly<State>, symbol: string): Decimal => {
  let quantity = ZERO;
  for (const order of state.orders.values()) {
    const {intent, status} = order;
    if (intent.symbol !== symbol || intent.purpose !== 'stop' || !RESTING.has(status)) continue;
    quantity = add(quantity, maximum(subtract(order.quantity, order.filled), ZERO));
  }

  return quantity;
};
