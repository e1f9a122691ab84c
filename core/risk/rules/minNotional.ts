import {minimum, multiply} from '../../domain/Decimal.ts';
import {atLeast, type RiskRule} from '../RiskRule.ts';

/** Asks for no less money than the venue takes, at the lowest price that the order may have. */
export const minNotional: RiskRule = ({quantity, referencePrice, worstPrice}, _state, {market}) => {
  const lowest = minimum(referencePrice, worstPrice);

  return atLeast('NOTIONAL_BELOW_MINIMUM', multiply(quantity, lowest, 'down'), market.market.minNotional);
};
