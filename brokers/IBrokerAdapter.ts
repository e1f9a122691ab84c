import type {Timeframe} from '../core/domain/Candle.ts';
import type {Candle} from '../core/domain/Candle.ts';
import type {Execution, VenueIdentity} from '../core/domain/Event.ts';
import type {DecimalText, MarketSpec} from '../core/domain/Market.ts';
import type {OrderIntent, Side} from '../core/domain/Order.ts';

/** One public trade. */
export type Trade = {
  readonly symbol: string;
  /** Sequential at the venue where it has such ids; a jump is a gap. */
  readonly id: number;
  /** Venue time, ms UTC. */
  readonly time: number;
  readonly price: number;
  /** Base units. */
  readonly quantity: number;
  /** The side that took liquidity. */
  readonly takerSide: Side;
};

/** What a venue can do; nothing that is false here may be asked of it. */
export type Capabilities = {
  readonly shorts: boolean;
  readonly postOnly: boolean;
  readonly stopOrders: boolean;
  readonly amend: boolean;
  readonly oneCancelsOther: boolean;
  readonly deadMansSwitch: boolean;
};

/** What the venue says of our orders; may come before, after or without the answer to the request. */
export type OrderReport =
  | {readonly kind: 'accepted'; readonly time: number; readonly clientOrderId: string; readonly venueOrderId: string}
  | {readonly kind: 'filled'; readonly time: number; readonly execution: Execution}
  | {readonly kind: 'rejected'; readonly time: number; readonly clientOrderId: string; readonly code: string; readonly reason: string}
  | {readonly kind: 'canceled'; readonly time: number; readonly clientOrderId: string; readonly reason: string}
  | {readonly kind: 'amended'; readonly time: number; readonly clientOrderId: string; readonly quantity: DecimalText; readonly stopPrice?: DecimalText}
  | {readonly kind: 'unknown'; readonly time: number; readonly clientOrderId: string; readonly reason: string};

export type FeedReport = {readonly kind: 'lost'; readonly symbol: string; readonly reason: string} | {readonly kind: 'restored'; readonly symbol: string};

/** An order that rests at the venue. */
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

/** Where an adapter delivers what it hears. Each call is synchronous and in the venue's order. */
export type BrokerListener = {
  onTrade(trade: Trade): void;
  /** A finished bar from a source that has no finer data, such as a file of bars; the candles are then not built from trades. */
  onCandle(symbol: string, timeframe: Timeframe, candle: Candle): void;
  onOrder(report: OrderReport): void;
  onFeed(report: FeedReport): void;
  /** The market has no more data: a replay is at its end. */
  onEnd(): void;
};

/** One trading venue behind one face. It reports facts and keeps no books of ours. */
export interface IBrokerAdapter {
  readonly identity: VenueIdentity;
  readonly capabilities: Capabilities;
  /** Market time, ms UTC: real time, or the faster clock of a simulated or replayed market. */
  now(): number;
  /** Loads increments, minimums and fees. Throws when a symbol is not traded here, naming those that are. */
  markets(symbols: readonly string[]): Promise<readonly MarketSpec[]>;
  /** Closed candles before now, oldest first, at most `count`. */
  history(symbol: string, timeframe: Timeframe, count: number): Promise<readonly Candle[]>;
  /** Starts the feed; resolves when the subscriptions stand. */
  start(listener: BrokerListener): Promise<void>;
  /** Sends an order whose intent is durable. The outcome comes as reports; a thrown error means that nothing was sent. */
  submit(intent: OrderIntent): void;
  cancel(clientOrderId: string): void;
  amend(clientOrderId: string, quantity: DecimalText, stopPrice?: DecimalText): void;
  /** The venue's truth, for start, reconnect and the regular comparison. */
  account(): Promise<AccountSnapshot>;
  stop(): Promise<void>;
}
