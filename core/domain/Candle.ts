/** One price bar of one market and timeframe. */
export type Candle = {
  /** Open time of the bucket, ms since 1970 UTC, on the timeframe's grid. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Traded quantity in base units. */
  readonly volume: number;
};

export const TIMEFRAMES = ['1m', '5m', '15m', '1h', '4h', '1d'] as const;

export type Timeframe = (typeof TIMEFRAMES)[number];

const MINUTE_MS = 60_000;

/** Length of one bar, in ms. */
export const TIMEFRAME_MS: Readonly<Record<Timeframe, number>> = {
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': 60 * MINUTE_MS,
  '4h': 240 * MINUTE_MS,
  '1d': 1440 * MINUTE_MS,
};

export const isTimeframe = (text: string): text is Timeframe => (TIMEFRAMES as readonly string[]).includes(text);

/** Open time of the bucket that `time` falls into. */
export const bucketStart = (time: number, lengthMs: number): number => time - (time % lengthMs);
