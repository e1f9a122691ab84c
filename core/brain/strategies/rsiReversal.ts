import {rising} from './Check.ts';
import {defineStrategy} from './defineStrategy.ts';
import {exitParameters} from './exits.ts';
import {lineOf} from './Line.ts';
import {bars, number} from './parameters.ts';

const MIDDLE = 50;

/** Points of RSI beyond the limit at which the signal is as sure as it gets. */
const FULL_DEPTH = 15;

/** Buys when an oversold RSI turns up, sells when an overbought one turns down. */
export const rsiReversal = defineStrategy({
  name: 'rsiReversal',
  description: 'A run is exhausted when RSI leaves its usual range; trade against it once RSI turns.',
  parameters: {
    period: bars(14, 5, 30),
    oversold: number(30, 15, 40, 1),
    ...exitParameters({stopAtr: 3, targetAtr: 5, trailingAtr: 0, maxBars: 90}),
  },
  lines: ({period}) => ({rsi: lineOf('rsi', {period})}),
  judge: ({rsi}, {oversold}, check) => {
    const isLow = rsi.now < MIDDLE;
    const limit = isLow ? oversold : 2 * MIDDLE - oversold;

    return (
      check.that(isLow ? 'RSI_OVERSOLD' : 'RSI_OVERBOUGHT', 'RSI', rsi.now, isLow ? 'below' : 'above', limit) &&
      check.that('RSI_TURNED', 'RSI', rsi.now, isLow ? 'above' : 'below', rsi.before) && {
        side: isLow ? 'buy' : 'sell',
        strength: rising(Math.abs(rsi.now - limit), 0, FULL_DEPTH),
      }
    );
  },
});
