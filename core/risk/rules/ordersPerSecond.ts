import {atMost, type RiskRule} from '../RiskRule.ts';
import {countEntries} from '../windows.ts';

const SECOND_MS = 1_000;

/** Keeps a wild strategy from flooding the venue. Exits and cancels have a budget of their own. */
export const ordersPerSecond: RiskRule = (_order, state, {settings}) =>
  atMost('ORDERS_PER_SECOND_EXCEEDED', countEntries(state, SECOND_MS) + 1, settings.maxOrdersPerSecond);
