import type {BrainSettings, PatternMemorySettings} from '../domain/Settings.ts';

/** About three days of one-minute bars; a third of a shape's weight is gone at its end. */
export const DEFAULT_PATTERN_MEMORY: PatternMemorySettings = {
  enabled: true,
  horizonBars: 12,
  neighbours: 12,
  capacity: 4096,
  decay: 0.00008,
  quarantineAfterLosses: 3,
};

/** Every strategy with its default parameters, and a TRAI that may veto. */
export const DEFAULT_BRAIN: BrainSettings = {
  strategies: [
    'twoPoleCross',
    'rsiReversal',
    'macdTrend',
    'bollingerBreakout',
    'donchianTrend',
    'emaCross',
    'superTrendFollow',
    'vwapReversion',
    'patternMatch',
  ].map(name => ({name, params: {}})),
  minConfidence: 0.6,
  patternMemory: DEFAULT_PATTERN_MEMORY,
  trai: {mode: 'hybrid', vetoBelow: 0.4},
};
