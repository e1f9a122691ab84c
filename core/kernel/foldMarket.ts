import type {Candle} from '../domain/Candle.ts';
import {type Decimal, fromNumber, maximum, minimum, ZERO} from '../domain/Decimal.ts';
import type {EnvelopeOf} from '../domain/Event.ts';
import {recordEquity, revalue, rollDay} from './equity.ts';
import {type MarketRules, underRules} from '../domain/Market.ts';
import type {MarketState, Position, State} from './State.ts';

/** What candles, prices and the feed change in the state. */
export const foldCandle = (state: State, {time, data}: EnvelopeOf<'CandleClosed'>): void => {
  const market = state.markets.get(data.symbol);
  if (market === undefined) return;
  // A coarser bar closes right after the finest one that ends it, and began before: the finest stays the last.
  if (market.lastCandle === null || data.candle.time > market.lastCandle.time) market.lastCandle = data.candle;
  if (data.history === true) {
    market.lastPrice = fromNumber(data.candle.close);
    if (state.positions.has(data.symbol)) revalue(state);
    return;
  }
  rollDay(state, time);
  if (data.timeframe === state.settings?.timeframe) foldBar(state, market, data.candle);
  priceMarket(state, market, fromNumber(data.candle.close), time);
  recordEquity(state, time);
};

/** Counts a closed candle of the decision timeframe. */
const foldBar = (state: State, market: MarketState, candle: Candle): void => {
  market.bars += 1;
  state.funnel.bars += 1;
  const position = state.positions.get(market.market.symbol);
  if (position !== undefined) age(position, candle);
};

const age = (position: Position, candle: Candle): void => {
  position.barsHeld += 1;
  // The extremes of the entry bar may lie before the fill: they prove nothing for this position.
  if (position.openedTime > candle.time) return;
  reach(position, fromNumber(candle.high));
  reach(position, fromNumber(candle.low));
};

/** The price touched `price` while the position was open. */
export const reach = (position: Position, price: Decimal): void => {
  const isLong = position.quantity >= ZERO;
  position.best = isLong ? maximum(position.best, price) : minimum(position.best, price);
  position.worst = isLong ? minimum(position.worst, price) : maximum(position.worst, price);
};

export const foldPrice = (state: State, symbol: string, price: Decimal, time: number): void => {
  const market = state.markets.get(symbol);
  if (market !== undefined) priceMarket(state, market, price, time);
};

const priceMarket = (state: State, market: MarketState, price: Decimal, time: number): void => {
  const {symbol} = market.market;
  market.lastPrice = price;
  market.lastPriceTime = time;
  if (market.feed === 'waiting') foldFeed(state, symbol, 'live', time);
  const position = state.positions.get(symbol);
  if (position === undefined) return;
  reach(position, price);
  revalue(state);
};

export const foldFeed = (state: State, symbol: string, feed: 'live' | 'lost', time: number): void => {
  const market = state.markets.get(symbol);
  if (market === undefined) return;
  market.feed = feed;
  market.feedSince = time;
};

export const foldRules = (state: State, rules: MarketRules): void => {
  const market = state.markets.get(rules.symbol);
  if (market !== undefined) state.markets.set(rules.symbol, {...market, market: underRules(market.market, rules)});
};
