import {rising} from './Check.ts';
import {defineStrategy} from './defineStrategy.ts';
import {exitParameters} from './exits.ts';
import {lineOf} from './Line.ts';
import {bars, number} from './parameters.ts';

/** ADX at which the signal is as sure as it gets. */
const FULL_ADX = 40;

/** Buys when the fast average crosses the slow one upwards in a market with some direction, sells the mirror image. */
export const emaCross = defineStrategy({
  name: 'emaCross',
  description: 'Two averages cross when the drift of the market changes.',
  parameters: {
    fastPeriod: bars(9, 3, 30),
    slowPeriod: bars(21, 10, 100),
    minimumAdx: number(15, 0, 50, 1),
    ...exitParameters({stopAtr: 3, targetAtr: 8, trailingAtr: 4, maxBars: 180}),
  },
  lines: ({fastPeriod, slowPeriod}) => ({
    fast: lineOf('ema', {period: fastPeriod}),
    slow: lineOf('ema', {period: slowPeriod}),
    adx: lineOf('adx', {period: 14}, 'adx'),
  }),
  judge: ({fast, slow, adx}, {minimumAdx}, check) => {
    const isUp = fast.now - slow.now >= fast.before - slow.before;
    const ahead = isUp ? 'above' : 'below';

    return (
      check.that('EMA_CROSS', 'fast average', fast.now, ahead, slow.now) &&
      check.that('EMA_FRESH', 'slow average before', slow.before, ahead, fast.before) &&
      check.that('MARKET_TRENDS', 'ADX', adx.now, 'above', minimumAdx) && {
        side: isUp ? 'buy' : 'sell',
        strength: rising(adx.now, minimumAdx, FULL_ADX),
      }
    );
  },
});
