import type {Side} from '../../core/domain/Order.ts';

/** One line of a venue's stream of executions; what it does not say is null, and it often says little. */
export type ExecutionEvent = {
  readonly orderId: string;
  readonly clientOrderId: string | null;
  /** `pending_new`, `new`, `trade`, `filled`, `canceled`, `expired`, `amended`, `restated`, `status`, …: tolerate any. */
  readonly type: string;
  readonly orderStatus: string | null;
  readonly symbol: string | null;
  readonly side: Side | null;
  readonly orderQuantity: string | null;
  readonly cumulativeQuantity: string | null;
  readonly triggerPrice: string | null;
  readonly reason: string | null;
  readonly time: number;
  readonly fill: StreamedFill | null;
};

export type StreamedFill = {
  readonly executionId: string;
  readonly price: string;
  readonly quantity: string;
  readonly fees: readonly {readonly asset: string; readonly quantity: string}[];
  readonly liquidity: 'maker' | 'taker';
};

/** An order as a query gives it. */
export type FoundOrder = {
  readonly orderId: string;
  readonly clientOrderId: string | null;
  /** The venue's name of the market. */
  readonly pair: string;
  readonly side: Side;
  readonly orderType: string;
  /** `pending`, `open`, `closed`, `canceled`, `expired`. */
  readonly status: string;
  readonly quantity: string;
  readonly executed: string;
  readonly limitPrice: string | null;
  readonly triggerPrice: string | null;
  readonly reason: string | null;
};

/** One of our own executions as a query gives it. */
export type FoundFill = {
  readonly executionId: string;
  readonly orderId: string;
  readonly pair: string;
  readonly side: Side;
  readonly price: string;
  readonly quantity: string;
  readonly fee: string;
  /** Null where the venue takes every fee of a market in its quote currency and so does not say. */
  readonly feeAsset: string | null;
  readonly time: number;
  readonly liquidity: 'maker' | 'taker';
};

export type Balance = {readonly asset: string; readonly total: string};

/** What the venue answered to one round of questions about orders. */
export type OrderEvidence = {
  readonly open: readonly FoundOrder[];
  readonly closed: readonly FoundOrder[];
  readonly fills: readonly FoundFill[];
};
