import {useMemo, useSyncExternalStore} from 'react';
import type {Timeframe} from '../../../core/domain/Candle.ts';
import {useBot, useStore} from '../context.ts';
import {type LoadedSeries, NOT_LOADED, SeriesFeed} from './SeriesFeed.ts';

const NOTHING = {
  current: () => NOT_LOADED,
  subscribe: () => () => undefined,
  load: () => undefined,
};

/** The bars of one market and timeframe; nothing before the bot has named its markets. */
export const useSeriesFeed = (symbol: string, timeframe: Timeframe): LoadedSeries & {readonly load: () => void} => {
  const store = useStore();
  const base = useBot(({meta}) => meta?.timeframe ?? null);
  const feed = useMemo(
    () => (symbol === '' || base === null ? NOTHING : new SeriesFeed(store, {symbol, timeframe, base})),
    [store, symbol, timeframe, base],
  );
  const loaded = useSyncExternalStore(feed.subscribe, feed.current);

  return {...loaded, load: feed.load};
};
