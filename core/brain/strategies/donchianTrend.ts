import {rising} from './Check.ts';
import {defineStrategy} from './defineStrategy.ts';
import {exitParameters} from './exits.ts';
import {lineOf} from './Line.ts';
import {bars, number} from './parameters.ts';

/** ADX at which the signal is as sure as it gets. */
const FULL_ADX = 50;

/** Buys a close above the highest high of the bars before it in a trending market, sells the mirror image. */
export const donchianTrend = defineStrategy({
  name: 'donchianTrend',
  description: 'A new extreme in a market that trends tends to be followed by another.',
  parameters: {
    period: bars(20, 8, 100),
    minimumAdx: number(25, 0, 50, 1),
    ...exitParameters({stopAtr: 3, targetAtr: 8, trailingAtr: 4, maxBars: 180}),
  },
  lines: ({period}) => ({
    upper: lineOf('donchian', {period}, 'upper'),
    lower: lineOf('donchian', {period}, 'lower'),
    middle: lineOf('donchian', {period}, 'middle'),
    adx: lineOf('adx', {period: 14}, 'adx'),
  }),
  judge: ({upper, lower, middle, adx}, {minimumAdx}, check, {candle}) => {
    const isUp = candle.close >= middle.before;
    const isBeyond = isUp
      ? check.that('NEW_HIGH', 'close', candle.close, 'above', upper.before)
      : check.that('NEW_LOW', 'close', candle.close, 'below', lower.before);

    return (
      isBeyond &&
      check.that('MARKET_TRENDS', 'ADX', adx.now, 'above', minimumAdx) && {
        side: isUp ? 'buy' : 'sell',
        strength: rising(adx.now, minimumAdx, FULL_ADX),
      }
    );
  },
});
