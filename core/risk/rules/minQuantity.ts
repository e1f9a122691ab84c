import type {RiskRule} from '../RiskRule.ts';

/** Asks for no less than the venue takes, and never for nothing. */
export const minQuantity: RiskRule = ({quantity}, _state, {market}) => {
  const limit = market.market.minQuantity;

  return {code: 'QUANTITY_BELOW_MINIMUM', passed: quantity > 0n && quantity >= limit, value: quantity, limit};
};
