import type {RiskRule} from '../RiskRule.ts';

/** Keeps the quantity an exact multiple of the market's lot. */
export const lotGrid: RiskRule = ({quantity}, _state, {market}) => {
  const {lot} = market.market;

  return {code: 'QUANTITY_OFF_LOT', passed: quantity % lot === 0n, value: quantity, limit: lot};
};
