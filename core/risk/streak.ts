import type {RiskSettings} from '../domain/Settings.ts';
import type {State} from '../kernel/State.ts';

/**
 * Losing exits in the look-back window while their cooldown runs, zero once it is over. An exit's age is counted in
 * closed bars of its own market.
 */
export const losingStreak = (state: Readonly<State>, settings: RiskSettings, symbol: string | null): number => {
  let count = 0;
  let isCooling = false;
  for (const stop of state.windows.stops) {
    if (symbol !== null && stop.symbol !== symbol) continue;
    const age = (state.markets.get(stop.symbol)?.bars ?? stop.bar) - stop.bar;
    if (age >= settings.lossStreakWindowBars) continue;
    count += 1;
    if (age < settings.cooldownBars) isCooling = true;
  }

  return isCooling ? count : 0;
};
