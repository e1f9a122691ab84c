import {STRATEGIES} from '../../core/brain/strategies/index.ts';

/** Shortest periods and thresholds that a strategy here takes, so that it has an opinion on nearly every bar. */
const EAGER: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  rsiReversal: {period: 5, oversold: 40},
};
/** Leaves soon: by a near stop, a near target, or after a few bars. */
const RESTLESS = {stopAtr: 0.75, targetAtr: 1.5, trailingAtr: 1, maxBars: 3};

/** Settings that make a bot trade all the time, for the sake of what can go wrong: its own money it would lose. */
export const busySettings = (): object => ({
  brain: {
    minConfidence: 0,
    trai: {mode: 'passive'},
    patternMemory: {quarantineAfterLosses: 1_000},
    strategies: Object.fromEntries(STRATEGIES.map(({name}) => [name, {params: {...RESTLESS, ...EAGER[name]}}])),
  },
  risk: {
    maxDailyLossShare: 1,
    maxDrawdownShare: 1,
    maxSlippageShare: 1,
    maxNetShare: 1,
    lossStreak: 1_000,
    cooldownBars: 0,
    maxRepeats: 1_000,
    maxTradesPerDay: 100_000,
    maxDailyTurnover: 1_000,
    maxOrdersPerSecond: 100,
    maxOrdersPerMinute: 1_000,
    duplicateWindowMs: 0,
    entryMaxBars: 1,
  },
});
