import {meaningOf as krakenMeaningOf} from '../kraken/errors.ts';
import type {BucketLimits} from '../net/TokenBucket.ts';
import type {ErrorMeaning} from '../net/VenueError.ts';
import type {OrderTimes} from '../orders/OrderEntry.ts';

/** What differs between exchanges behind ccxt's one face, as data. */
export type Quirks = {
  /** Parameter of `createOrder` that carries our id. */
  readonly clientIdParam: string;
  /** Field of the venue's own answer that gives it back; null where ccxt's `clientOrderId` is true. */
  readonly clientIdField: string | null;
  /** Parameter of `createOrder` for the last moment to accept it, ISO text; null where the venue has none. */
  readonly deadlineParam: string | null;
  /** Whether both lists can be asked for one order by our id; else they are read whole. */
  readonly listsFilterById: boolean;
  /** All markets in one answer: of the open orders, of the past. */
  readonly atOnce: {readonly open: boolean; readonly past: boolean};
  /** List that has every order that ended, cancelled ones too. */
  readonly endedOrders: 'fetchClosedOrders' | 'fetchOrders';
  readonly cancelBy: 'clientId' | 'venueId';
  /** The order keeps its id, its fills and its place in the queue. */
  readonly canAmend: boolean;
  /** A stop that becomes a market order, by `stopLossPrice`. */
  readonly hasStopOrders: boolean;
  /** A market order can state its quantity; else only what it may cost, which is never exact. */
  readonly marketByQuantity: boolean;
  /**
   * How a list of the past goes on: by an offset in pages of a size, or from the last time seen. `since` names the parameter for
   * its beginning, in seconds, where ccxt's own would drop old orders that ended just now.
   */
  readonly paging:
    | {readonly by: 'offset'; readonly param: string; readonly size: number; readonly since: string}
    | {readonly by: 'time'};
  /**
   * Parameter that takes the venue's own cursor through the public trades, and the column where ccxt hangs it onto one row of a page:
   * ccxt's own `since` counts in seconds and would lose what does not fit on one page of a second. Null where the time must do.
   */
  readonly tradesCursor: {readonly param: string; readonly column: number} | null;
  /** Rows of a full page of public trades. */
  readonly tradesPage: number;
  /** Public trade ids count up by one: a jump is a hole. */
  readonly tradeIdsCount: boolean;
  /** Finds the venue's own word in what ccxt throws, first group; what the table makes of it counts before ccxt's classes. */
  readonly rawError: RegExp;
  readonly meaningOf: (raw: string) => ErrorMeaning | null;
  readonly limits: {readonly market: BucketLimits; readonly account: BucketLimits; readonly orders: BucketLimits};
  /** What a list of the past costs of the account's limit, where an ordinary question costs one. */
  readonly historyCost: number;
  readonly times: OrderTimes & {readonly notFoundSpacingMs: number};
};

/** Without a deadline nobody but time can say that an order will not appear any more. */
const SLOWEST_ARRIVAL_MS = 60_000;

/** What is assumed of an exchange that nobody has looked at: the unified interface is as it says, and slow. */
const UNSEEN: Omit<Quirks, 'endedOrders'> = {
  clientIdParam: 'clientOrderId',
  clientIdField: null,
  deadlineParam: null,
  listsFilterById: false,
  atOnce: {open: false, past: false},
  cancelBy: 'venueId',
  canAmend: false,
  hasStopOrders: false,
  marketByQuantity: false,
  paging: {by: 'time'},
  tradesCursor: null,
  tradesPage: 500,
  tradeIdsCount: false,
  rawError: /^\w+ (\{.*)$/s,
  meaningOf: () => null,
  limits: {
    market: {capacity: 5, perSecond: 1, reserve: 0},
    account: {capacity: 10, perSecond: 1, reserve: 0},
    orders: {capacity: 20, perSecond: 1, reserve: 4},
  },
  historyCost: 1,
  times: {orderDeadlineMs: SLOWEST_ARRIVAL_MS, clockSkewMs: 2_000, engineWaitMs: 2_000, notFoundSpacingMs: 2_000},
};

const unknown = (code: string): ErrorMeaning => ({outcome: 'unknown', code});
const BINANCE: Readonly<Record<string, ErrorMeaning>> = {
  '-1003': {outcome: 'notPlaced', code: 'RATE_LIMITED'},
  '-1006': unknown('VENUE_UNAVAILABLE'),
  '-1007': unknown('VENUE_UNAVAILABLE'),
  '-1013': {outcome: 'rejected', code: 'INVALID_ORDER'},
  '-1015': {outcome: 'notPlaced', code: 'RATE_LIMITED'},
  '-1021': {outcome: 'notPlaced', code: 'INVALID_NONCE'},
  '-2010': {outcome: 'rejected', code: 'INVALID_ORDER'},
  '-2011': {outcome: 'rejected', code: 'UNKNOWN_ORDER'},
  '-2015': {outcome: 'rejected', code: 'PERMISSION_DENIED'},
};

const KNOWN: Readonly<Record<string, Partial<Quirks>>> = {
  kraken: {
    clientIdField: 'cl_ord_id',
    deadlineParam: 'deadline',
    listsFilterById: true,
    atOnce: {open: true, past: true},
    endedOrders: 'fetchClosedOrders',
    cancelBy: 'clientId',
    canAmend: true,
    hasStopOrders: true,
    marketByQuantity: true,
    paging: {by: 'offset', param: 'ofs', size: 50, since: 'start'},
    tradesCursor: {param: 'since', column: 7},
    tradesPage: 1_000,
    tradeIdsCount: true,
    rawError: /"error":\["([^"]+)"/,
    meaningOf: krakenMeaningOf,
    limits: {
      market: {capacity: 5, perSecond: 1, reserve: 0},
      account: {capacity: 15, perSecond: 0.33, reserve: 0},
      orders: {capacity: 60, perSecond: 1, reserve: 12},
    },
    historyCost: 2,
    times: {orderDeadlineMs: 3_000, clockSkewMs: 2_000, engineWaitMs: 2_000, notFoundSpacingMs: 2_000},
  },
  binance: {
    atOnce: {open: true, past: false},
    hasStopOrders: true,
    marketByQuantity: true,
    tradeIdsCount: true,
    rawError: /"code":(-\d+)/,
    meaningOf: raw => BINANCE[raw] ?? null,
  },
  coinbase: {clientIdParam: 'client_order_id', atOnce: {open: true, past: false}, rawError: /"error":"([A-Z_]+)"/},
};

/** What is known of an exchange, and of the rest what ccxt says that it can do. */
export const quirksOf = (exchange: string, has: Readonly<Record<string, unknown>>): Quirks => ({
  ...UNSEEN,
  endedOrders: has['fetchOrders'] === true ? 'fetchOrders' : 'fetchClosedOrders',
  ...KNOWN[exchange],
});
