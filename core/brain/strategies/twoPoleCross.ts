import {defineStrategy} from './defineStrategy.ts';
import {exitParameters} from './exits.ts';
import {lineOf} from './Line.ts';
import {opine, rising} from './opinion.ts';
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
  judge: ({value, lag}, {zone}) => {
    const isUp = value.now - lag.now >= value.before - lag.before;
    const limit = isUp ? -zone : zone;
    const ahead = isUp ? 'above' : 'below';
    const behind = isUp ? 'below' : 'above';

    return opine(
      isUp ? 'buy' : 'sell',
      {code: 'TWO_POLE_CROSS', subject: 'two-pole', value: value.now, comparison: ahead, limit: lag.now},
      () => [
        {
          code: 'TWO_POLE_FRESH',
          subject: 'two-pole before',
          value: lag.before,
          comparison: ahead,
          limit: value.before,
        },
        {code: 'TWO_POLE_ZONE', subject: 'two-pole', value: value.now, comparison: behind, limit},
      ],
      rising(Math.abs(value.now), zone, EXTREME),
    );
  },
});
