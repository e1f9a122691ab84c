import {rising} from './Check.ts';
import {defineStrategy} from './defineStrategy.ts';
import {exitParameters} from './exits.ts';
import {lineOf} from './Line.ts';
import {bars, number} from './parameters.ts';

/** Points between the directional indicators at which the signal is as sure as it gets. */
const FULL_LEAD = 30;

/** Buys when SuperTrend flips to rising with the directional indicators behind it, sells the mirror image. */
export const superTrendFollow = defineStrategy({
  name: 'superTrendFollow',
  description: 'A trailing line that the price has broken marks a new trend.',
  parameters: {
    period: bars(10, 5, 40),
    multiplier: number(3, 1, 6, 0.5),
    ...exitParameters({stopAtr: 3, targetAtr: 8, trailingAtr: 4, maxBars: 180}),
  },
  lines: ({period, multiplier}) => ({
    direction: lineOf('superTrend', {period, multiplier}, 'direction'),
    plus: lineOf('adx', {period: 14}, 'plusDi'),
    minus: lineOf('adx', {period: 14}, 'minusDi'),
  }),
  judge: ({direction, plus, minus}, _params, check) => {
    const isUp = direction.now > 0;
    const ahead = isUp ? 'above' : 'below';
    const behind = isUp ? 'below' : 'above';
    const lead = plus.now - minus.now;

    return (
      check.that('SUPER_TREND_FLIP', 'SuperTrend direction one bar ago', direction.before, behind, 0) &&
      check.that('DIRECTION_LEAD', '+DI minus -DI', lead, ahead, 0) && {
        side: isUp ? 'buy' : 'sell',
        strength: rising(Math.abs(lead), 0, FULL_LEAD),
      }
    );
  },
});
