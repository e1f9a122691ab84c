import {defineStrategy} from './defineStrategy.ts';
import {exitParameters} from './exits.ts';
import {lineOf} from './Line.ts';
import {opine, rising} from './opinion.ts';
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
  judge: ({rsi}, {oversold}) => {
    const isLow = rsi.now < MIDDLE;
    const limit = isLow ? oversold : 2 * MIDDLE - oversold;

    return opine(
      isLow ? 'buy' : 'sell',
      {
        code: isLow ? 'RSI_OVERSOLD' : 'RSI_OVERBOUGHT',
        subject: 'RSI',
        value: rsi.now,
        comparison: isLow ? 'below' : 'above',
        limit,
      },
      () => [
        {
          code: 'RSI_TURNED',
          subject: 'RSI',
          value: rsi.now,
          comparison: isLow ? 'above' : 'below',
          limit: rsi.before,
        },
      ],
      rising(Math.abs(rsi.now - limit), 0, FULL_DEPTH),
    );
  },
});
