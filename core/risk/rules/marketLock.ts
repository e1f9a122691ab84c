import {losingStreak} from '../streak.ts';
import type {RiskRule} from '../RiskRule.ts';

/** Rests a market whose own losing exits make a streak, and names it as the cause. */
export const marketLock: RiskRule = ({symbol}, state, {settings}) => {
  const value = losingStreak(state, settings, symbol);

  return {code: 'MARKET_LOCKED', passed: value < settings.lossStreak, value, limit: settings.lossStreak};
};
