import {ZERO} from '../../domain/Decimal.ts';
import {atMost, type RiskRule} from '../RiskRule.ts';

/** Never turns a position by an entry: its exit plan would be left without a trade. */
export const oppositeExposure: RiskRule = ({side}, _state, {exposure}) => {
  const {longQuantity, shortQuantity} = exposure.own;

  return atMost('OPPOSITE_EXPOSURE', side === 'buy' ? shortQuantity : longQuantity, ZERO);
};
