import {claim, type RiskRule} from '../RiskRule.ts';

/** Opens nothing in a market whose feed has not come or is lost. */
export const feedLive: RiskRule = (_order, _state, {market}) => claim('FEED_NOT_LIVE', market.feed === 'live');
