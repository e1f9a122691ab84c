import {rising} from './Check.ts';
import {defineStrategy} from './defineStrategy.ts';
import {exitParameters} from './exits.ts';
import {lineOf} from './Line.ts';
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
  judge: ({upper, lower, place}, _params, check, {candle}) => {
    const isUp = place.now >= MIDDLE;
    const band = isUp ? upper.now : lower.now;
    const width = upper.now - lower.now;
    const isOutside = isUp
      ? check.that('CLOSE_OVER_BAND', 'close', candle.close, 'above', band)
      : check.that('CLOSE_UNDER_BAND', 'close', candle.close, 'below', band);

    return (
      isOutside &&
      check.that(
        'BREAKOUT_FRESH',
        'place in the band one bar ago',
        place.before,
        isUp ? 'below' : 'above',
        isUp ? 1 : 0,
      ) &&
      check.that('BAND_WIDENING', 'band width', width, 'above', upper.before - lower.before) && {
        side: isUp ? 'buy' : 'sell',
        strength: rising(Math.abs(candle.close - band) / width, 0, FULL_EXCESS),
      }
    );
  },
});
