import {defineStrategy} from './defineStrategy.ts';
import {exitParameters} from './exits.ts';
import {lineOf} from './Line.ts';
import {opine, rising} from './opinion.ts';
import {bars, number} from './parameters.ts';

const MIDDLE = 0.5;

/** Band widths beyond the band at which the signal is as sure as it gets. */
const FULL_EXCESS = 0.3;

/** Buys a close that leaves the upper Bollinger band while the bands widen, sells the mirror image. */
export const bollingerBreakout = defineStrategy({
  name: 'bollingerBreakout',
  description: 'A close outside widening bands is the start of a move, not its end.',
  parameters: {
    period: bars(20, 10, 60),
    multiplier: number(2, 1, 3.5, 0.1),
    ...exitParameters({stopAtr: 3, targetAtr: 6, trailingAtr: 4, maxBars: 120}),
  },
  lines: ({period, multiplier}) => ({
    upper: lineOf('bollinger', {period, multiplier}, 'upper'),
    lower: lineOf('bollinger', {period, multiplier}, 'lower'),
    place: lineOf('bollinger', {period, multiplier}, 'percentB'),
  }),
  judge: ({upper, lower, place}, _params, {candle}) => {
    const isUp = place.now >= MIDDLE;
    const band = isUp ? upper : lower;
    const width = upper.now - lower.now;
    const widthBefore = upper.before - lower.before;

    return opine(
      isUp ? 'buy' : 'sell',
      {
        code: isUp ? 'CLOSE_OVER_BAND' : 'CLOSE_UNDER_BAND',
        subject: 'close',
        value: candle.close,
        comparison: isUp ? 'above' : 'below',
        limit: band.now,
      },
      () => [
        {
          code: 'BREAKOUT_FRESH',
          subject: 'place in the band one bar ago',
          value: place.before,
          comparison: isUp ? 'below' : 'above',
          limit: isUp ? 1 : 0,
        },
        {code: 'BAND_WIDENING', subject: 'band width', value: width, comparison: 'above', limit: widthBefore},
      ],
      rising(Math.abs(candle.close - band.now) / width, 0, FULL_EXCESS),
    );
  },
});
