import type {RiskSettings} from '../domain/Settings.ts';
import type {State} from '../kernel/State.ts';

/**
 * Losing exits in the look-back window while their cooldown runs, zero once it is over. An exit's age is counted in
 * closed bars of its own market.
 */
export const losingStreak = (state: Readonly<State>, settings: RiskSettings, symbol: string | null): number => {
  const old = new Set<string>();
  let count = 0;
  let isCooling = false;
  for (let index = state.windows.stops.length - 1; index >= 0; index -= 1) {
    const stop = state.windows.stops[index];
    if (stop === undefined || (symbol !== null && stop.symbol !== symbol)) continue;
    const age = (state.markets.get(stop.symbol)?.bars ?? stop.bar) - stop.bar;
    if (age < settings.lossStreakWindowBars) {
      count += 1;
      if (age < settings.cooldownBars) isCooling = true;
      continue;
    }
    // What comes before it in its market is older still.
    if (old.add(stop.symbol).size === (symbol === null ? state.markets.size : 1)) break;
  }

  return isCooling ? count : 0;
};
