import {rising} from './Check.ts';
import {defineStrategy} from './defineStrategy.ts';
import {exitParameters} from './exits.ts';
import {lineOf} from './Line.ts';
import {bars, number} from './parameters.ts';

/** Depth of the oscillator that counts as extreme: nothing deeper makes it surer. */
const EXTREME = 1;

/** Buys when the OGZ two-pole oscillator turns up through its lag line from below zero; sells the mirror image. */
export const twoPoleCross = defineStrategy({
  name: 'twoPoleCross',
  description: 'The smoothed oscillator turns through its own lag line while the price is stretched: trade the turn.',
  parameters: {
    period: bars(25, 10, 60),
    smoothing: bars(20, 4, 40),
    lag: bars(4, 1, 10),
    zone: number(0.2, 0, 1, 0.1),
    ...exitParameters({stopAtr: 3, targetAtr: 6, trailingAtr: 0, maxBars: 120}),
  },
  lines: ({period, smoothing, lag}) => ({
    value: lineOf('twoPole', {period, smoothing, lag}, 'value'),
    lag: lineOf('twoPole', {period, smoothing, lag}, 'lag'),
  }),
  judge: ({value, lag}, {zone}, check) => {
    const isUp = value.now - lag.now >= value.before - lag.before;
    const ahead = isUp ? 'above' : 'below';
    const behind = isUp ? 'below' : 'above';

    return (
      check.that('TWO_POLE_CROSS', 'two-pole', value.now, ahead, lag.now) &&
      check.that('TWO_POLE_FRESH', 'two-pole before', lag.before, ahead, value.before) &&
      check.that('TWO_POLE_ZONE', 'two-pole', value.now, behind, isUp ? -zone : zone) && {
        side: isUp ? 'buy' : 'sell',
        strength: rising(Math.abs(value.now), zone, EXTREME),
      }
    );
  },
});
