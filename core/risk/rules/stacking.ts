import {ZERO} from '../../domain/Decimal.ts';
import type {RiskRule} from '../RiskRule.ts';

/** Adds to no market that is held or being entered, unless the settings allow it. */
export const stacking: RiskRule = ({side}, _state, {exposure, settings}) => {
  const value = side === 'buy' ? exposure.own.longQuantity : exposure.own.shortQuantity;

  return {code: 'ALREADY_IN_MARKET', passed: settings.allowStacking || value <= ZERO, value, limit: ZERO};
};
