import type {Execution} from './Event.ts';
import type {DecimalText} from './Market.ts';
import type {OrderIntent} from './Order.ts';

/** An order that rests at the venue, with its present size and trigger in the intent. */
export type OpenOrder = {readonly intent: OrderIntent; readonly venueOrderId: string; readonly filled: DecimalText};

/** The venue's own view of the account. */
export type AccountSnapshot = {
  readonly time: number;
  readonly openOrders: readonly OpenOrder[];
  /** Executions that the venue knows since the last time that the caller has seen. */
  readonly executions: readonly Execution[];
  readonly balances: readonly {readonly asset: string; readonly total: DecimalText}[];
  readonly positions: readonly {readonly symbol: string; readonly quantity: DecimalText}[];
};
