import {useBot, useView} from './context.ts';
import {type Freshness, linkFreshness, marketFreshness} from './freshness.ts';

/** Freshness of what only needs the bot. */
export const useLinkStatus = (): Freshness => useBot(bot => linkFreshness(bot, performance.now()));

/** Freshness of what needs the chosen market too. */
export const useMarketStatus = (): Freshness => {
  const {symbol} = useView();

  return useBot(bot => marketFreshness(bot, symbol, performance.now()));
};
