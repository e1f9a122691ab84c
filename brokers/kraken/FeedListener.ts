import type {Book} from '../../core/domain/Book.ts';
import type {MarketRules} from '../../core/domain/Market.ts';
import type {Trade} from '../../core/domain/Trade.ts';
import type {FeedReport} from '../IBrokerAdapter.ts';

/** Where the public side of the venue tells what it hears. */
export type FeedListener = {
  onTrade(trade: Trade): void;
  onBook(symbol: string, book: Book, time: number): void;
  /** A trade came, or REST says that there was none until `ageMs` ago: a book that moves is no proof of its trades. */
  onAlive(symbol: string, ageMs?: number): void;
  onFeed(report: FeedReport): void;
  onMarket(rules: MarketRules): void;
};
