import type {DecimalText} from './Market.ts';
import type {Side} from './Order.ts';

/** An order on the account that this bot did not send: counted in what the account may come to, and never touched. */
export type ForeignOrder = {
  readonly venueOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  /** What it may still fill. */
  readonly quantity: DecimalText;
  /** Its limit or trigger; null for a market order. */
  readonly price: DecimalText | null;
};
