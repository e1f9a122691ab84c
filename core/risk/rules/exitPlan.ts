import {fromNumber} from '../../domain/Decimal.ts';
import {claim, type RiskRule} from '../RiskRule.ts';

/** Opens nothing without a way out: a stop nearer than the whole price, and an end in time. */
export const exitPlan: RiskRule = (order, _state, {mark}) => {
  const plan = order.exitPlan;
  if (plan === null || !Number.isFinite(plan.stopDistance)) return claim('MISSING_EXIT_PLAN', false);

  const distance = fromNumber(plan.stopDistance);
  const passed = distance > 0n && distance < mark && plan.maxBars >= 1;

  return {code: 'MISSING_EXIT_PLAN', passed, value: distance, limit: mark};
};
