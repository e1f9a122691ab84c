import {freeHoldings} from '../room.ts';
import {atMost, claim, type RiskRule} from '../RiskRule.ts';

/** Sells on a spot market only what is held and not yet promised to another sell. */
export const spotNoShort: RiskRule = (order, state, {exposure, market}) => {
  if (order.side === 'buy' || market.market.kind !== 'spot') return claim('SPOT_NO_SHORT', true);

  return atMost('SPOT_NO_SHORT', order.quantity, freeHoldings(state, order.symbol, exposure));
};
