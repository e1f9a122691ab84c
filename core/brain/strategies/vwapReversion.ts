import {defineStrategy} from './defineStrategy.ts';
import {exitParameters} from './exits.ts';
import {lineOf} from './Line.ts';
import {opine, rising} from './opinion.ts';
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
  judge: ({mean, adx, atr}, {distanceAtr, maximumAdx}, {candle}) => {
    const distance = (candle.close - mean.now) / atr.now;
    const isLow = distance < 0;
    const body = (candle.close - candle.open) / atr.now;

    return opine(
      isLow ? 'buy' : 'sell',
      {
        code: isLow ? 'FAR_BELOW_VWAP' : 'FAR_ABOVE_VWAP',
        subject: 'distance from VWAP in ATR',
        value: distance,
        comparison: isLow ? 'below' : 'above',
        limit: isLow ? -distanceAtr : distanceAtr,
      },
      () => [
        {
          code: 'BAR_TURNED',
          subject: 'bar body in ATR',
          value: body,
          comparison: isLow ? 'above' : 'below',
          limit: 0,
        },
        {code: 'NO_TREND', subject: 'ADX', value: adx.now, comparison: 'below', limit: maximumAdx},
      ],
      rising(Math.abs(distance), distanceAtr, distanceAtr + FULL_EXCESS),
    );
  },
});
