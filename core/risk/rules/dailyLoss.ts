import {lossOf} from '../breaker.ts';
import type {RiskRule} from '../RiskRule.ts';

/** Opens nothing from the breaker's reducing stage on, measured from the start of the day with open results included. */
export const dailyLoss: RiskRule = (_order, state, {limits}) => {
  const {loss, reduceAt} = lossOf(state.equity.dayStart, state.equity.current, limits.dailyLoss, limits.reduceAt);

  return {code: 'DAILY_LOSS', passed: loss < reduceAt, value: loss, limit: reduceAt};
};
