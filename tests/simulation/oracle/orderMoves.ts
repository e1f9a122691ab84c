import type {OrderStatus} from '../../../core/domain/Order.ts';

/** The legal moves of INVARIANTS §1, written down a second time. */
const MOVES: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  INTENT: ['OPEN', 'PART', 'FILLED', 'REJECTED', 'CANCEL_SENT', 'CANCELED', 'UNKNOWN'],
  OPEN: ['PART', 'FILLED', 'REJECTED', 'CANCEL_SENT', 'CANCELED', 'UNKNOWN'],
  PART: ['FILLED', 'CANCEL_SENT', 'CANCELED_PART', 'UNKNOWN'],
  CANCEL_SENT: ['FILLED', 'CANCELED', 'CANCELED_PART', 'REJECTED', 'OPEN', 'PART', 'UNKNOWN'],
  UNKNOWN: ['OPEN', 'PART', 'FILLED', 'REJECTED', 'CANCEL_SENT', 'CANCELED', 'CANCELED_PART', 'DEAD'],
  CANCELED: ['OPEN', 'PART', 'FILLED'],
  CANCELED_PART: ['PART', 'FILLED'],
  DEAD: ['OPEN', 'PART', 'FILLED', 'CANCELED', 'CANCELED_PART'],
  REJECTED: ['OPEN', 'PART', 'FILLED'],
  FILLED: [],
};

/** True for a legal move; a step in which several lines name the order may have made two. */
export const isLegalMove = (from: OrderStatus, to: OrderStatus, lines: number): boolean =>
  from === to || MOVES[from].includes(to) || (lines > 1 && MOVES[from].some(middle => MOVES[middle].includes(to)));
