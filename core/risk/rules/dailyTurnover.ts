import {add} from '../../domain/Decimal.ts';
import {shareOf} from '../limits.ts';
import {atMost, type RiskRule} from '../RiskRule.ts';

/** Keeps the notional traded in a day, with what is in flight, to a multiple of equity. */
export const dailyTurnover: RiskRule = (_order, {equity, windows}, {exposure, limits, notional}) => {
  const turnover = add(add(windows.turnover, exposure.inFlightNotional), notional);

  return atMost('DAILY_TURNOVER_EXCEEDED', turnover, shareOf(equity.current, limits.turnover));
};
