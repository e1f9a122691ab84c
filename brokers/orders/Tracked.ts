import {type Decimal, decimal, ZERO} from '../../core/domain/Decimal.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {RestoredOrder} from '../../core/domain/RestoredOrder.ts';

/** What the adapter knows of one of our orders. */
export type Tracked = {
  readonly intent: OrderIntent;
  orderId: string | null;
  quantity: Decimal;
  stopPrice: Decimal | null;
  filled: Decimal;
  /** The most that the venue has said to be executed; above `filled` some fills have not come yet. */
  executed: Decimal;
  isAccepted: boolean;
  /** The venue has ended it; told only once all its fills are. */
  end: {readonly reason: string; readonly time: number} | null;
  /** Its end has been told. */
  isFinal: boolean;
  /** When a list first showed it open after its end. */
  risenAt: number | null;
  readonly executionIds: string[];
};

/** An order that is about to be sent. */
export const newOrder = (intent: OrderIntent): Tracked => ({
  intent,
  orderId: null,
  quantity: decimal(intent.quantity),
  stopPrice: intent.stopPrice === undefined ? null : decimal(intent.stopPrice),
  filled: ZERO,
  executed: ZERO,
  isAccepted: false,
  end: null,
  isFinal: false,
  risenAt: null,
  executionIds: [],
});

/** An order of an earlier run. That a living one rests is told anew; of one that has ended, only what is news. */
export const knownOrder = ({intent, venueOrderId, isFinal, ...known}: RestoredOrder): Tracked => ({
  ...newOrder(intent),
  orderId: venueOrderId,
  quantity: decimal(known.quantity),
  stopPrice: known.stopPrice === null ? null : decimal(known.stopPrice),
  filled: decimal(known.filled),
  executed: decimal(known.filled),
  isAccepted: isFinal && venueOrderId !== null,
  executionIds: [...known.executionIds],
});
