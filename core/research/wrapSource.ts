import type {MarketListener, MarketSource} from '../../brokers/MarketSource.ts';
import type {Candle} from '../domain/Candle.ts';
import type {MarketSpec} from '../domain/Market.ts';

type Changes = {
  /** Called before a bar is handed on. */
  readonly onBar?: (symbol: string, candle: Candle) => void;
  readonly changeSpec?: (spec: MarketSpec) => MarketSpec;
};

/** The same market with somebody who watches it, or with other terms; its prices stay what they are. */
export const wrapSource = (source: MarketSource, {onBar, changeSpec = spec => spec}: Changes): MarketSource => ({
  identity: source.identity,
  now: () => source.now(),
  markets: async symbols => (await source.markets(symbols)).map(changeSpec),
  history: (symbol, timeframe, count) => source.history(symbol, timeframe, count),
  start: listener => source.start(onBar === undefined ? listener : watched(listener, onBar)),
  stop: () => source.stop(),
});

const watched = (listener: MarketListener, onBar: NonNullable<Changes['onBar']>): MarketListener => ({
  onTrade: trade => listener.onTrade(trade),
  onBar: (symbol, timeframe, candle) => {
    onBar(symbol, candle);
    return listener.onBar(symbol, timeframe, candle);
  },
  onDisplayTrade: trade => listener.onDisplayTrade?.(trade),
  onBook: (symbol, book, time) => listener.onBook(symbol, book, time),
  onFeed: report => listener.onFeed(report),
  onEnd: () => listener.onEnd(),
});
