import {atMost, type RiskRule} from '../RiskRule.ts';

/** Ends the day after so many trades: closed ones, open ones, entries in flight, and this one. */
export const tradesPerDay: RiskRule = (_order, {positions, windows}, {exposure, settings}) =>
  atMost(
    'TRADES_PER_DAY_EXCEEDED',
    windows.tradesToday + positions.size + exposure.workingEntries + 1,
    settings.maxTradesPerDay,
  );
