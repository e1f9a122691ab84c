import type {DecimalText} from './Market.ts';

export type Side = 'buy' | 'sell';

export const opposite = (side: Side): Side => (side === 'buy' ? 'sell' : 'buy');

/** `market` may carry a `limitPrice`: the worst price that it may pay. `stop` becomes a market order when `stopPrice` is touched. */
export type OrderType = 'market' | 'limit' | 'stop';

/** `entry` opens, `stop` and `target` protect (one cancels the other), `exit` closes now. */
export type OrderPurpose = 'entry' | 'stop' | 'target' | 'exit';

/** What the kernel wants a venue to do; journaled in full before it leaves. */
export type OrderIntent = {
  /** Unique for ever: made from the journal's id and the seq of its `OrderSubmitted` line; a key for look-ups, never a licence to resend. */
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: DecimalText;
  readonly limitPrice?: DecimalText;
  readonly stopPrice?: DecimalText;
  /** The venue must refuse it rather than let it take liquidity. */
  readonly postOnly?: boolean;
  /** The venue must never let it open or turn a position. */
  readonly reduceOnly: boolean;
  /** Orders of one group: the first fill cancels the others at the venue. */
  readonly ocoGroup?: string;
  readonly purpose: OrderPurpose;
  /** The strategy that owns the trade. */
  readonly strategy: string;
  /** Seq of the `DecisionMade` (or, for exits, of the input) behind it. */
  readonly decision: number;
};

/** INTENT is durable but maybe not sent; UNKNOWN may or may not rest at the venue, and counts in full. */
export type OrderStatus =
  | 'INTENT'
  | 'OPEN'
  | 'PART'
  | 'CANCEL_SENT'
  | 'UNKNOWN'
  | 'FILLED'
  | 'CANCELED'
  | 'CANCELED_PART'
  | 'REJECTED'
  | 'DEAD';

/** What can happen to an order. */
export type OrderHappening =
  | 'accepted'
  | 'partiallyFilled'
  | 'fullyFilled'
  | 'rejected'
  | 'cancelRequested'
  | 'canceled'
  | 'cancelRejected'
  | 'outcomeUnknown'
  | 'provenAbsent';

const FINAL: ReadonlySet<OrderStatus> = new Set(['FILLED', 'CANCELED', 'CANCELED_PART', 'REJECTED', 'DEAD']);

/** True once nothing more is expected of the venue. Late evidence may still reopen it. */
export const isFinal = (status: OrderStatus): boolean => FINAL.has(status);

type Row = Readonly<Partial<Record<OrderHappening, OrderStatus>>>;

/** Whether it rests already or not, the venue may still do all of this with it. */
const UNFILLED: Row = {
  accepted: 'OPEN',
  partiallyFilled: 'PART',
  fullyFilled: 'FILLED',
  rejected: 'REJECTED',
  cancelRequested: 'CANCEL_SENT',
  canceled: 'CANCELED',
  outcomeUnknown: 'UNKNOWN',
};

/** It was refused or proven absent, and lives all the same. */
const LATE: Row = {accepted: 'OPEN', partiallyFilled: 'PART', fullyFilled: 'FILLED'};
/** A fill that came late was from before the end: the end stands. Only a new acknowledgement is a new life. */
const ENDED: Row = {
  partiallyFilled: 'CANCELED',
  fullyFilled: 'FILLED',
  canceled: 'CANCELED',
  cancelRejected: 'CANCELED',
};

/** The only legal transitions; what an order that has filled becomes instead is refined by `transition`. */
const TABLE: Readonly<Record<OrderStatus, Row>> = {
  INTENT: UNFILLED,
  OPEN: UNFILLED,
  PART: {
    accepted: 'PART',
    partiallyFilled: 'PART',
    fullyFilled: 'FILLED',
    cancelRequested: 'CANCEL_SENT',
    canceled: 'CANCELED',
    outcomeUnknown: 'UNKNOWN',
  },
  CANCEL_SENT: {
    accepted: 'CANCEL_SENT',
    partiallyFilled: 'CANCEL_SENT',
    fullyFilled: 'FILLED',
    rejected: 'REJECTED',
    cancelRequested: 'CANCEL_SENT',
    canceled: 'CANCELED',
    cancelRejected: 'OPEN',
    outcomeUnknown: 'UNKNOWN',
    provenAbsent: 'CANCELED',
  },
  UNKNOWN: {...UNFILLED, cancelRejected: 'OPEN', provenAbsent: 'DEAD'},
  CANCELED: {...ENDED, accepted: 'OPEN'},
  CANCELED_PART: {...ENDED, accepted: 'PART'},
  DEAD: {...LATE, canceled: 'DEAD', provenAbsent: 'DEAD'},
  REJECTED: {...LATE, rejected: 'REJECTED'},
  FILLED: {
    accepted: 'FILLED',
    partiallyFilled: 'FILLED',
    fullyFilled: 'FILLED',
    canceled: 'FILLED',
    cancelRejected: 'FILLED',
  },
};

/** The status after `happening`, or null when the table does not allow it: the caller alarms and keeps the old status. */
export const transition = (status: OrderStatus, happening: OrderHappening, hasFills: boolean): OrderStatus | null => {
  const next = TABLE[status][happening] ?? null;
  if (!hasFills) return next;
  // A refusal is of the whole order: one that has traded cannot be refused any more.
  if (next === 'REJECTED') return null;
  // And one that has traded was there: that it is nowhere now is the end of its rest.
  if (next === 'CANCELED' || next === 'DEAD') return 'CANCELED_PART';

  return next === 'OPEN' ? 'PART' : next;
};
