import type {Execution} from './Event.ts';
import type {DecimalText} from './Market.ts';

/** What the venue says of our orders; may come before, after or without the answer to the request. */
export type OrderReport =
  | {readonly kind: 'accepted'; readonly time: number; readonly clientOrderId: string; readonly venueOrderId: string}
  | {readonly kind: 'filled'; readonly time: number; readonly execution: Execution}
  | {
      readonly kind: 'rejected';
      readonly time: number;
      readonly clientOrderId: string;
      readonly code: string;
      readonly reason: string;
    }
  | {readonly kind: 'canceled'; readonly time: number; readonly clientOrderId: string; readonly reason: string}
  /** The venue refuses to cancel it: it goes on. */
  | {readonly kind: 'cancelRejected'; readonly time: number; readonly clientOrderId: string; readonly reason: string}
  | {
      readonly kind: 'amended';
      readonly time: number;
      readonly clientOrderId: string;
      readonly quantity: DecimalText;
      readonly stopPrice?: DecimalText;
    }
  | {
      readonly kind: 'unknown';
      readonly time: number;
      readonly clientOrderId: string;
      readonly reason: string;
      /** The venue had accepted it, and now knows nothing of it. */
      readonly forgotten?: true;
    }
  /** Proven never to have rested: after its deadline the venue was asked in two places, twice, and knew nothing of it. */
  | {readonly kind: 'absent'; readonly time: number; readonly clientOrderId: string; readonly reason: string};
