import type {DerivedDraft, EnvelopeOf} from '../domain/Event.ts';
import {isFinal, type OrderPurpose} from '../domain/Order.ts';
import type {Mind} from './Mind.ts';
import type {Order, Position, State} from './State.ts';

/** What `decide` works with for one input; `emit` writes a line, folds it, and gives its seq. */
export type Turn = {
  readonly state: State;
  readonly mind: Mind;
  readonly emit: (draft: DerivedDraft) => number;
};

/** What the ids of a run's orders begin with. */
export const orderIdStart = (run: State['run']): string => `${run?.orderIdPrefix ?? ''}${run?.orderIdSalt ?? ''}`;

/** Id of the order whose `OrderSubmitted` line comes next: unique for ever, and found again from the journal alone. */
export const nextClientOrderId = ({state: {run, seq}}: Turn): string => `${orderIdStart(run)}${(seq + 1).toString(36)}`;

const NONE: readonly Order[] = [];

export const ENTRIES: readonly OrderPurpose[] = ['entry'];

/** Orders of one market that may still fill; of all purposes unless some are named. */
export const workingOrders = (
  state: Readonly<State>,
  symbol: string,
  purposes: readonly OrderPurpose[] | null = null,
): readonly Order[] => {
  if (state.orders.size === 0) return NONE;
  const found: Order[] = [];
  for (const order of state.orders.values()) {
    const {intent} = order;
    if (intent.symbol === symbol && (purposes === null || purposes.includes(intent.purpose))) found.push(order);
  }

  return found;
};

/** Asks the venue to cancel, once per order. */
export const requestCancel = (turn: Turn, order: Order, reason: string): void => {
  if (order.isCancelRequested || isFinal(order.status)) return;
  turn.emit({type: 'CancelRequested', data: {clientOrderId: order.intent.clientOrderId, reason}});
};

/** Something that must not happen did: a person must look. */
export const alarm = (turn: Turn, code: string, text: string): void =>
  void turn.emit({type: 'AlarmRaised', data: {code, text}});

export const sideOf = (position: Readonly<Position>): 'long' | 'short' => (position.quantity >= 0n ? 'long' : 'short');

export type Closed = EnvelopeOf<'CandleClosed'>;
