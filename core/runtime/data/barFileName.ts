import {basename} from 'node:path';
import {type Timeframe, isTimeframe} from '../../domain/Candle.ts';

/** Quote currencies, longer ones first so that USDT is not taken for a base ending in US. */
const QUOTES = ['USDT', 'USDC', 'FDUSD', 'BUSD', 'USD', 'EUR', 'GBP', 'JPY', 'TRY', 'BTC', 'ETH', 'BNB'];
const TIMEFRAME = /^\d+(?:ms|s|m|h|d|w|M)$/;

export type NameFacts = {
  readonly exchange: string | null;
  readonly symbol: string | null;
  /** The timeframe's text, known to us or not. */
  readonly timeframeText: string | null;
  readonly timeframe: Timeframe | null;
};

/** `BTCUSDT` to `BTC/USDT`; Kraken's XBT is BTC. Null when no known quote currency ends it. */
export const splitSymbol = (text: string): string | null => {
  if (text.includes('/')) return text;
  const upper = text
    .toUpperCase()
    .replace(/[-_]?PERP$/, '')
    .replace('-', '')
    .replace(/^XBT/, 'BTC');
  const quote = QUOTES.find(one => upper.endsWith(one) && upper.length > one.length);
  if (quote === undefined) return null;

  return `${upper.slice(0, -quote.length)}/${quote}`;
};

/** What `exchange_SYMBOL_timeframe[_tag].csv.gz` says; parts that are not there are null. */
export const readFileName = (path: string): NameFacts => {
  const [exchange = '', symbol = '', timeframeText = ''] = (basename(path).split('.')[0] ?? '').split('_');
  if (!TIMEFRAME.test(timeframeText)) return {exchange: null, symbol: null, timeframeText: null, timeframe: null};

  return {
    exchange,
    symbol: splitSymbol(symbol),
    timeframeText,
    timeframe: isTimeframe(timeframeText) ? timeframeText : null,
  };
};
