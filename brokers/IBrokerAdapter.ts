import type {AccountSnapshot} from '../core/domain/AccountSnapshot.ts';
import type {Candle, Timeframe} from '../core/domain/Candle.ts';
import type {VenueIdentity} from '../core/domain/Event.ts';
import type {DecimalText, MarketRules, MarketSpec} from '../core/domain/Market.ts';
import type {OrderIntent} from '../core/domain/Order.ts';
import type {OrderReport} from '../core/domain/OrderReport.ts';
import type {Trade} from '../core/domain/Trade.ts';

export type {AccountSnapshot} from '../core/domain/AccountSnapshot.ts';
export type {OrderReport} from '../core/domain/OrderReport.ts';
export type {Trade} from '../core/domain/Trade.ts';

/** What a venue can do; nothing that is false here may be asked of it. */
export type Capabilities = {
  readonly shorts: boolean;
  readonly postOnly: boolean;
  readonly stopOrders: boolean;
  readonly amend: boolean;
  readonly oneCancelsOther: boolean;
  readonly deadMansSwitch: boolean;
  /** It keeps the account itself, and not this process for it: the books open with its word. */
  readonly keepsAccount: boolean;
};

export type FeedReport =
  | {readonly kind: 'lost'; readonly symbol: string; readonly reason: string}
  | {readonly kind: 'restored'; readonly symbol: string};

/** Whether the venue's private side is heard: `ready` once everything that happened meanwhile has been reported, `changed` when a balance moved. */
export type AccountReport = {readonly kind: 'lost'; readonly reason: string} | {readonly kind: 'ready' | 'changed'};

/** Where an adapter delivers what it hears. Each call is synchronous and in the venue's order. */
export type BrokerListener = {
  onTrade(trade: Trade): void;
  /** A price inside a recorded bar that was made up for the screen: it proves nothing. */
  onDisplayTrade(trade: Trade): void;
  /** A finished bar from a source that has no finer data, such as a file of bars; the candles are then not built from trades. */
  onCandle(symbol: string, timeframe: Timeframe, candle: Candle): void;
  onOrder(report: OrderReport): void;
  /** Nothing was missed of this market up to `ageMs` ago, be there no trade: a quiet market is not a silent one. */
  onAlive?(symbol: string, ageMs?: number): void;
  onFeed(report: FeedReport): void;
  /** The venue has changed the rules of a market. */
  onMarket?(rules: MarketRules): void;
  /** The private side was lost, or is ready again; not told of a venue that lives in this process. */
  onAccount?(report: AccountReport): void;
  /** The market has no more data: a replay is at its end. */
  onEnd(): void;
  /** Null when everything reported so far has been acted on, sending included; else resolves when it has been. */
  settle(): Promise<void> | null;
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
  /** Opens the private side: from here on orders can be sent and are reported on. Nothing of the market is delivered yet. */
  connect(listener: BrokerListener): Promise<void>;
  /**
   * Only of a venue that lives in this process: takes its orders through a bar that passed while it was down,
   * after `connect` and before `start`. A real venue went on by itself. Null when nothing is left to wait for.
   */
  liveThrough?(symbol: string, timeframe: Timeframe, candle: Candle): Promise<void> | null;
  /** Starts the feed; resolves when the subscriptions stand. */
  start(): Promise<void>;
  /** Sends an order whose intent is durable. The outcome comes as reports; a thrown error means that nothing was sent. */
  submit(intent: OrderIntent): void;
  cancel(clientOrderId: string): void;
  amend(clientOrderId: string, quantity: DecimalText, stopPrice?: DecimalText): void;
  /** A person says that an order of unknown outcome is gone: nothing more is asked of it. What the venue tells of it all the same is reported. Not there where no outcome can be unknown. */
  forget?(clientOrderId: string): void;
  /** The venue's truth, for start, reconnect and the regular comparison; rejects when the venue cannot be asked. */
  account(): Promise<AccountSnapshot>;
  stop(): Promise<void>;
}
