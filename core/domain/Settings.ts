import type {Timeframe} from './Candle.ts';
import type {DecimalText} from './Market.ts';

/** One strategy as it runs: its register name and its parameters. */
export type StrategySettings = {readonly name: string; readonly params: Readonly<Record<string, number>>};

export type PatternMemorySettings = {
  readonly enabled: boolean;
  /** Bars after which the move that followed a shape is measured. */
  readonly horizonBars: number;
  readonly neighbours: number;
  /** Shapes kept per market; the oldest go first. */
  readonly capacity: number;
  /** Weight lost per remembered bar of age, 0..1. */
  readonly decay: number;
  /** Net losing trades after which a shape is quarantined. */
  readonly quarantineAfterLosses: number;
};

export type BrainSettings = {
  readonly strategies: readonly StrategySettings[];
  /** A signal below it cannot win. */
  readonly minConfidence: number;
  readonly patternMemory: PatternMemorySettings;
  readonly trai: {readonly mode: 'passive' | 'advisory' | 'hybrid' | 'autonomous'; readonly vetoBelow: number};
};

/** Limits of the risk layer; shares are of equity, 0..1. */
export type RiskSettings = {
  /** Equity at risk between entry and stop, per trade. */
  readonly riskPerTrade: number;
  readonly maxOrderShare: number;
  readonly maxPositionShare: number;
  readonly maxGrossShare: number;
  readonly maxNetShare: number;
  /** Largest distance of an order's worst price from the last price. */
  readonly priceCollarShare: number;
  readonly maxSlippageShare: number;
  readonly slippageWindowMs: number;
  readonly maxDailyLossShare: number;
  readonly maxDrawdownShare: number;
  /** Share of a breaker limit at which only reducing orders are allowed. */
  readonly reduceAtShare: number;
  readonly lossStreak: number;
  readonly lossStreakWindowBars: number;
  readonly cooldownBars: number;
  readonly maxOrdersPerSecond: number;
  readonly maxOrdersPerMinute: number;
  readonly maxRepeats: number;
  readonly repeatWindowMs: number;
  readonly maxTradesPerDay: number;
  readonly duplicateWindowMs: number;
  readonly maxFeedAgeMs: number;
  readonly maxVolumeShare: number;
  readonly maxDailyTurnover: number;
  /** Whether a held market may be added to in the same direction. */
  readonly allowStacking: boolean;
  /** Bars after which an entry that has not filled is cancelled. */
  readonly entryMaxBars: number;
  /** Longest time that a position may stand without a stop at the venue and without a bot that can watch it, ms. */
  readonly maxNakedMs: number;
  /** On a breaker, also close what is open. */
  readonly flattenOnBreaker: boolean;
};

/** How the books are kept in step with the venue's. */
export type ReconcileSettings = {
  /** Market time between two comparisons while they agree, ms. */
  readonly intervalMs: number;
  /** What a difference that stays does: the books follow the venue, only reducing orders are allowed, or none. */
  readonly onMismatch: 'adopt' | 'reduce' | 'halt';
  /** A difference in cash up to this amount is the venue's rounding. */
  readonly roundingCash: DecimalText;
  /** Whether entries are allowed while orders of others rest on the account; they count in the limits. */
  readonly foreignOrders: 'count' | 'deny';
};

/** Everything that the pure part of the bot is configured with; journaled whole with each run. */
export type Settings = {
  /** Timeframe of the candles that the brain decides on. */
  readonly timeframe: Timeframe;
  readonly accountCurrency: string;
  readonly openingCash: DecimalText;
  readonly brain: BrainSettings;
  readonly risk: RiskSettings;
  readonly reconcile: ReconcileSettings;
};
