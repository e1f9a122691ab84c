import {freeHoldings} from '../room.ts';
import {claim, type RiskRule} from '../RiskRule.ts';

/** Sells on a spot market only what is held and not yet promised to another sell; where nothing is, not even nothing. */
export const spotNoShort: RiskRule = ({quantity, side, symbol}, state, {exposure, market}) => {
  if (side === 'buy' || market.market.kind !== 'spot') return claim('SPOT_NO_SHORT', true);

  const limit = freeHoldings(state, symbol, exposure);

  return {code: 'SPOT_NO_SHORT', passed: limit > 0n && quantity <= limit, value: quantity, limit};
};
