import {atMost, type RiskRule} from '../RiskRule.ts';

/** Opens nothing on old knowledge: neither the last price nor the decision itself may be older than the limit, in ms. */
export const freshFeed: RiskRule = (order, state, {market, settings}) =>
  atMost('STALE_FEED', state.time - Math.min(order.time, market.lastPriceTime), settings.maxFeedAgeMs);
