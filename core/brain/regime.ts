/** What kind of market it is; `unknown` until the indicators are warm. */
export type Regime = 'trendingUp' | 'trendingDown' | 'ranging' | 'volatile' | 'unknown';

/** Outputs of `adx`, and a short and a long `atr`; NaN before warm-up. */
export type RegimeInputs = {
  readonly adx: number;
  readonly plusDi: number;
  readonly minusDi: number;
  readonly atr: number;
  readonly slowAtr: number;
};

/** Wilder's usual border between a trend and none. */
const TREND_ADX = 25;

/** The short range over the long one from which on the market is called volatile, whatever its direction. */
const VOLATILE_RATIO = 1.8;

/** Names the regime from the present values alone: it remembers nothing, so equal values give equal names. */
export const regimeOf = ({adx, plusDi, minusDi, atr, slowAtr}: RegimeInputs): Regime => {
  if (!Number.isFinite(adx + plusDi + minusDi + atr + slowAtr)) return 'unknown';
  if (atr > VOLATILE_RATIO * slowAtr) return 'volatile';
  if (!(adx > TREND_ADX) || plusDi === minusDi) return 'ranging';

  return plusDi > minusDi ? 'trendingUp' : 'trendingDown';
};

/** The regime as one side sees it, so that priors are the same for long and short. */
export type Footing = 'withTrend' | 'againstTrend' | 'ranging' | 'volatile' | 'unknown';

export const footingOf = (regime: Regime, side: 'buy' | 'sell'): Footing => {
  if (regime === 'trendingUp') return side === 'buy' ? 'withTrend' : 'againstTrend';
  if (regime === 'trendingDown') return side === 'sell' ? 'withTrend' : 'againstTrend';

  return regime;
};
