import {losingStreak} from '../streak.ts';
import type {RiskRule} from '../RiskRule.ts';

/** Rests every market after a streak of losing exits spread over all of them. */
export const lossStreak: RiskRule = (_order, state, {settings}) => {
  const value = losingStreak(state, settings, null);

  return {code: 'LOSS_STREAK', passed: value < settings.lossStreak, value, limit: settings.lossStreak};
};
