import {rising} from './Check.ts';
import {defineStrategy} from './defineStrategy.ts';
import {exitParameters} from './exits.ts';
import {lineOf} from './Line.ts';
import {bars, number} from './parameters.ts';

/** Average true ranges beyond the limit at which the signal is as sure as it gets. */
const FULL_EXCESS = 4;

/** Buys a price far below its volume-weighted mean that turns up in a market without a trend, sells the mirror image. */
export const vwapReversion = defineStrategy({
  name: 'vwapReversion',
  description: 'Without a trend the price returns to where most of the volume was traded.',
  parameters: {
    period: bars(60, 20, 240),
    distanceAtr: number(3, 1, 8, 0.25),
    maximumAdx: number(30, 10, 60, 1),
    ...exitParameters({stopAtr: 3, targetAtr: 5, trailingAtr: 0, maxBars: 90}),
  },
  lines: ({period}) => ({mean: lineOf('vwap', {period}), adx: lineOf('adx', {period: 14}, 'adx')}),
  judge: ({mean, adx, atr}, {distanceAtr, maximumAdx}, check, {candle}) => {
    const distance = (candle.close - mean.now) / atr.now;
    const isLow = distance < 0;
    const body = (candle.close - candle.open) / atr.now;
    const isFar = isLow
      ? check.that('FAR_BELOW_VWAP', 'distance from VWAP in ATR', distance, 'below', -distanceAtr)
      : check.that('FAR_ABOVE_VWAP', 'distance from VWAP in ATR', distance, 'above', distanceAtr);

    return (
      isFar &&
      check.that('BAR_TURNED', 'bar body in ATR', body, isLow ? 'above' : 'below', 0) &&
      check.that('NO_TREND', 'ADX', adx.now, 'below', maximumAdx) && {
        side: isLow ? 'buy' : 'sell',
        strength: rising(Math.abs(distance), distanceAtr, distanceAtr + FULL_EXCESS),
      }
    );
  },
});
