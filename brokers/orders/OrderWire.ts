import type {DecimalText} from '../../core/domain/Market.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {RequestFailure} from '../net/RequestFailure.ts';
import type {ErrorMeaning} from '../net/VenueError.ts';
import type {Tracked} from './Tracked.ts';

/** What became of one request about an order. `raw` is the venue's own word, or what stands for it. */
export type Outcome =
  | {readonly kind: 'done'; readonly orderId: string | null}
  | {readonly kind: 'refused'; readonly meaning: ErrorMeaning; readonly raw: string}
  | {readonly kind: 'failed'; readonly failure: RequestFailure};

export type Amendment = {
  readonly clientOrderId: string;
  readonly quantity: DecimalText;
  readonly stopPrice: DecimalText | undefined;
  /** Venue time, ms UTC, after which it must not be done any more. */
  readonly deadline: number;
};

/** How orders leave for one venue. Each call makes one request and never a second one; its answer never rejects. */
export type OrderWire = {
  /** Writes the order; what it gives sends it. @throws RangeError when the intent cannot be written. */
  add(intent: OrderIntent, deadline: number): () => Promise<Outcome>;
  /** `order` is undefined for one that we know nothing of. */
  cancel(clientOrderId: string, order: Tracked | undefined): Promise<Outcome>;
  amend(amendment: Amendment, order: Tracked | undefined): Promise<Outcome>;
};

/** The venue's limits on orders. What takes risk away is let through and counted. */
export type OrderRates = {
  /** False when the venue would refuse it now. */
  add(intent: OrderIntent): boolean;
  amend(order: Tracked): void;
  cancel(order: Tracked): void;
};
