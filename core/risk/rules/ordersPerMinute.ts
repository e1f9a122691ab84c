import {atMost, type RiskRule} from '../RiskRule.ts';
import {countEntries} from '../windows.ts';

const MINUTE_MS = 60_000;

/** Keeps a busy strategy below the venue's patience. Exits and cancels have a budget of their own. */
export const ordersPerMinute: RiskRule = (_order, state, {settings}) =>
  atMost('ORDERS_PER_MINUTE_EXCEEDED', countEntries(state, MINUTE_MS) + 1, settings.maxOrdersPerMinute);
