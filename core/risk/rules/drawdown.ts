import {lossOf} from '../breaker.ts';
import type {RiskRule} from '../RiskRule.ts';

/** Opens nothing from the breaker's reducing stage on, measured from the highest equity with open results included. */
export const drawdown: RiskRule = (_order, state, {limits}) => {
  const {loss, reduceAt} = lossOf(state.equity.peak, state.equity.current, limits.drawdown, limits.reduceAt);

  return {code: 'DRAWDOWN', passed: loss < reduceAt, value: loss, limit: reduceAt};
};
