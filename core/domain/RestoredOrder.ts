import type {DecimalText} from './Market.ts';
import type {OrderIntent} from './Order.ts';

/** What the journal knows of an order that still rests at a venue, may rest there, or has ended lately. */
export type RestoredOrder = {
  readonly intent: OrderIntent;
  /** Null when the venue has never named it: then nobody knows whether it arrived. */
  readonly venueOrderId: string | null;
  /** Present size and trigger. */
  readonly quantity: DecimalText;
  readonly stopPrice: DecimalText | null;
  readonly filled: DecimalText;
  /** Ids of the executions that are booked already. */
  readonly executionIds: readonly string[];
  /** Its end is in the journal: only late evidence is news of it. */
  readonly isFinal: boolean;
};

/** What an adapter of a venue that lived on goes on from after a restart. */
export type OrderRecovery = {
  readonly orders: readonly RestoredOrder[];
  /** Market time, ms UTC, from which on something may have happened to them that is not in the journal. */
  readonly since: number;
};
