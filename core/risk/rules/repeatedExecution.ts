import {atMost, type RiskRule} from '../RiskRule.ts';
import {countEntries} from '../windows.ts';

/** Throttles a strategy that keeps entering the same market on the same side. */
export const repeatedExecution: RiskRule = (order, state, {settings}) => {
  const repeats = countEntries(
    state,
    settings.repeatWindowMs,
    ({strategy, symbol, side}) => strategy === order.strategy && symbol === order.symbol && side === order.side,
  );

  return atMost('REPEATED_EXECUTION', repeats + 1, settings.maxRepeats);
};
