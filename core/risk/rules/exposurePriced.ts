import {claim, type RiskRule} from '../RiskRule.ts';

/** Opens nothing while something in flight cannot be valued: the limits below would be guesses. */
export const exposurePriced: RiskRule = (_order, _state, {exposure}) => claim('EXPOSURE_UNPRICED', exposure.isPriced);
