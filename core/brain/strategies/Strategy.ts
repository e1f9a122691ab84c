import type {IndicatorHandle, IndicatorSpec} from '../../../indicators/MarketIndicators.ts';
import type {Parameter} from '../../../indicators/Indicator.ts';
import type {Candle} from '../../domain/Candle.ts';
import type {PatternEvidence, Signal} from '../../domain/Decision.ts';

/** What a strategy may look at besides its indicators; `bars` counts the closed candles that those have taken. */
export type MarketView = {readonly candle: Candle; readonly bars: number; readonly patterns: PatternEvidence | null};

/** A strategy at work on one market. It keeps nothing between two bars. */
export type Strategy = {
  readonly name: string;
  /** One opinion on the bar that its indicators have just taken; always with its reason. */
  judge(view: MarketView): Signal;
};

/** What the register knows of a strategy. */
export type StrategyDefinition = {
  readonly name: string;
  /** The idea, in one sentence for people. */
  readonly description: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Indicators that it reads with these parameters. Throws a RangeError on unknown parameters and values out of range. */
  indicators(params: Readonly<Record<string, number>>): readonly IndicatorSpec[];
  /** A strategy on live views that `handleOf` hands out. Throws like `indicators`. */
  create(params: Readonly<Record<string, number>>, handleOf: (spec: IndicatorSpec) => IndicatorHandle): Strategy;
};
