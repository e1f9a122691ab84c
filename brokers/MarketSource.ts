import type {Book} from '../core/domain/Book.ts';
import type {Candle, Timeframe} from '../core/domain/Candle.ts';
import type {VenueIdentity} from '../core/domain/Event.ts';
import type {MarketRules, MarketSpec} from '../core/domain/Market.ts';
import type {Trade} from '../core/domain/Trade.ts';
import type {FeedReport} from './IBrokerAdapter.ts';

/**
 * Where a source delivers its market, in market order and never two calls at once.
 * A source that runs as fast as it can awaits each answer that is not null before its next delivery, or the bot would
 * act on old prices; a source that keeps to a clock may ignore the answers.
 */
export type MarketListener = {
  onTrade(trade: Trade): Promise<void> | null;
  /** One finished bar of a source that has no finer data, of its base timeframe only; delivered while `now()` is at most the bar's end. */
  onBar(symbol: string, timeframe: Timeframe, candle: Candle): Promise<void> | null;
  /**
   * A price inside a bar that a bars-only source made up, so that the screen has a forming candle to show.
   * It proves nothing: it must reach neither a matcher nor the candles.
   */
  onDisplayTrade?(trade: Trade): void;
  /** The visible book after a change, for sources that have one. */
  onBook(symbol: string, book: Book, time: number): Promise<void> | null;
  /** Nothing was missed of this market up to `ageMs` ago, be there no trade: a quiet market is not a silent one. */
  onAlive?(symbol: string, ageMs?: number): void;
  onFeed(report: FeedReport): void;
  /** The place has changed the rules of a market. */
  onMarket?(rules: MarketRules): void;
  /** The market has no more data. */
  onEnd(): void;
};

/** Public prices of one market place, real, recorded or made up; it knows of no orders. */
export interface MarketSource {
  readonly identity: VenueIdentity;
  /** Market time, ms UTC; never goes back. */
  now(): number;
  /** Throws when a symbol is not traded here, naming those that are. */
  markets(symbols: readonly string[]): Promise<readonly MarketSpec[]>;
  /** Closed candles before now, oldest first, at most `count`. */
  history(symbol: string, timeframe: Timeframe, count: number): Promise<readonly Candle[]>;
  /** Starts to deliver; resolves when the feed stands. Nothing is delivered before it resolves. */
  start(listener: MarketListener): Promise<void>;
  /** After it resolves nothing more is delivered. */
  stop(): Promise<void>;
}
