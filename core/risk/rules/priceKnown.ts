import {claim, type RiskRule} from '../RiskRule.ts';

/** Opens nothing in a market that has no price yet. */
export const priceKnown: RiskRule = (_order, _state, {mark}) => claim('PRICE_UNKNOWN', mark > 0n);
