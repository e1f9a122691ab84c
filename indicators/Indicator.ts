import type {Candle} from '../core/domain/Candle.ts';

/** Serializable inner state of an indicator: JSON-safe (no NaN, no typed arrays), exact to the last bit. */
export type IndicatorSnapshot = {
  readonly [key: string]: number | string | boolean | null | readonly (number | null)[] | IndicatorSnapshot;
};

/**
 * A streaming indicator over closed candles of one market and timeframe.
 * Outputs are named; a single-output indicator calls its output `value`. Before warm-up every output is NaN.
 */
export interface Indicator {
  /** Output names, in the order in which `values` holds them. */
  readonly outputs: readonly string[];
  /** Index (0-based) of the first candle after which every output is a number. */
  readonly firstIndex: number;
  /** Latest output values after the last `update`; the same array is reused. */
  readonly values: Float64Array;
  /** What the last `peek` gave; the same array is reused. */
  readonly forming: Float64Array;
  /** True once every output is a number. */
  readonly isWarm: boolean;
  /** Takes one closed candle. Allocates nothing. */
  update(candle: Candle): void;
  /** What `values` would be if the forming candle closed now; changes nothing but `forming`, which it returns. Allocates nothing. */
  peek(candle: Candle): Float64Array;
  snapshot(): IndicatorSnapshot;
  restore(snapshot: IndicatorSnapshot): void;
}

/** One parameter: its default and the range that a search may try. */
export type Parameter = {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** A search tries factors, not differences. */
  readonly scale?: 'log';
  /** False where a search must leave it alone. */
  readonly tunable?: false;
};

/** What the register knows of an indicator. */
export type IndicatorDefinition = {
  readonly name: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** A fresh indicator; parameters left out take their default. Throws a RangeError on unknown names and values out of range. */
  readonly create: (params: Readonly<Record<string, number>>) => Indicator;
  /** The one spelling of indicator and parameters, defaults filled in: `rsi(period=14)`. Throws like `create`. */
  readonly key: (params: Readonly<Record<string, number>>) => string;
};
