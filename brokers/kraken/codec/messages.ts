import type {Trade} from '../../../core/domain/Trade.ts';
import type {ExactObject} from '../../net/exactJson.ts';
import type {Balance, ExecutionEvent} from '../../orders/evidence.ts';

/** One price level as it came: the letters matter for the checksum. */
export type LevelText = {readonly price: string; readonly quantity: string};

export type BookChange = {
  readonly symbol: string;
  readonly bids: readonly LevelText[];
  readonly asks: readonly LevelText[];
  readonly checksum: number;
  /** Ms UTC, or null where the frame has none. */
  readonly time: number | null;
};

export type Ticker = {readonly symbol: string; readonly bid: string; readonly ask: string; readonly last: string};

export type Instrument = {
  readonly symbol: string;
  readonly status: string;
  readonly pricePrecision: number;
  readonly quantityPrecision: number;
  readonly priceIncrement: string;
  readonly quantityIncrement: string;
  readonly quantityMin: string;
  /** Null where the frame has none. */
  readonly costMin: string | null;
};

export type Answer = {
  readonly kind: 'answer';
  readonly requestId: number | null;
  readonly method: string;
  /** Null when the venue agreed. */
  readonly error: string | null;
  readonly result: ExactObject;
  /** When the venue took the request in, ms UTC. */
  readonly time: number | null;
};

/** Everything that Kraken's WebSocket v2 says, in our words. */
export type KrakenMessage =
  | Answer
  | {readonly kind: 'trades'; readonly trades: readonly Trade[]}
  | {readonly kind: 'books'; readonly isSnapshot: boolean; readonly books: readonly BookChange[]}
  | {readonly kind: 'tickers'; readonly tickers: readonly Ticker[]}
  | {readonly kind: 'instruments'; readonly instruments: readonly Instrument[]}
  | {readonly kind: 'status'; readonly system: string}
  | {
      readonly kind: 'executions';
      readonly isSnapshot: boolean;
      readonly sequence: number | null;
      readonly executions: readonly ExecutionEvent[];
    }
  | {
      readonly kind: 'balances';
      readonly isSnapshot: boolean;
      readonly sequence: number | null;
      readonly balances: readonly Balance[];
    }
  /** A heartbeat, a pong, or a channel that we did not ask for. */
  | {readonly kind: 'other'; readonly channel: string};
