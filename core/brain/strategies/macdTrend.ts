import {rising} from './Check.ts';
import {defineStrategy} from './defineStrategy.ts';
import {exitParameters} from './exits.ts';
import {lineOf} from './Line.ts';
import {bars} from './parameters.ts';

/** Average true ranges between price and trend line at which the signal is as sure as it gets. */
const FULL_DISTANCE = 4;

/** Buys when MACD crosses its signal line upwards above a rising long average, sells the mirror image. */
export const macdTrend = defineStrategy({
  name: 'macdTrend',
  description: 'Momentum turns back into the direction of the longer trend.',
  parameters: {
    fastPeriod: bars(12, 5, 30),
    slowPeriod: bars(26, 10, 60),
    signalPeriod: bars(9, 3, 20),
    trendPeriod: bars(100, 30, 300),
    ...exitParameters({stopAtr: 3, targetAtr: 8, trailingAtr: 4, maxBars: 180}),
  },
  lines: ({fastPeriod, slowPeriod, signalPeriod, trendPeriod}) => ({
    histogram: lineOf('macd', {fastPeriod, slowPeriod, signalPeriod}, 'histogram'),
    trend: lineOf('ema', {period: trendPeriod}),
  }),
  judge: ({histogram, trend, atr}, _params, check, {candle}) => {
    const isUp = histogram.now >= histogram.before;
    const ahead = isUp ? 'above' : 'below';
    const behind = isUp ? 'below' : 'above';

    return (
      check.that('MACD_CROSS', 'MACD histogram', histogram.now, ahead, 0) &&
      check.that('MACD_FRESH', 'MACD histogram before', histogram.before, behind, 0) &&
      check.that('MACD_TREND_SIDE', 'close', candle.close, ahead, trend.now) &&
      check.that('MACD_TREND_SLOPE', 'trend average', trend.now, ahead, trend.before) && {
        side: isUp ? 'buy' : 'sell',
        strength: rising(Math.abs(candle.close - trend.now) / atr.now, 0, FULL_DISTANCE),
      }
    );
  },
});
