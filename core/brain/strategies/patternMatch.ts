import {plainReason} from '../../domain/Decision.ts';
import {defineStrategy} from './defineStrategy.ts';
import {exitParameters} from './exits.ts';
import {opine, rising} from './opinion.ts';
import {number} from './parameters.ts';

/** Move in average ranges at which the signal is as sure as it gets. */
const FULL_MOVE = 3;

/** Trades in the direction that most remembered shapes like the present one took. */
export const patternMatch = defineStrategy({
  name: 'patternMatch',
  description: 'What followed the most similar moments of this market may follow again.',
  parameters: {
    minimumMove: number(1.2, 0.1, 4, 0.1),
    minimumShare: number(0.75, 0.5, 1, 0.05),
    maximumDistance: number(0.8, 0.1, 2, 0.05),
    ...exitParameters({stopAtr: 3, targetAtr: 4, trailingAtr: 0, maxBars: 30}),
  },
  lines: () => ({}),
  judge: (_lines, {minimumMove, minimumShare, maximumDistance}, {patterns}) => {
    if (patterns === null) {
      return {action: 'hold', strength: 0, reason: plainReason('NO_PATTERNS', 'too few remembered shapes', false)};
    }
    const {expectedMove, neighbours} = patterns;
    const isUp = expectedMove >= 0;
    const distance = neighbours.reduce((sum, each) => sum + each.distance, 0) / neighbours.length;
    const comparison = isUp ? 'above' : 'below';
    const move = isUp ? minimumMove : -minimumMove;
    const agreeing = neighbours.filter(each => (isUp ? each.move > 0 : each.move < 0)).length / neighbours.length;

    return opine(
      isUp ? 'buy' : 'sell',
      {code: 'PATTERN_MOVE', subject: 'expected move in ranges', value: expectedMove, comparison, limit: move},
      () => [
        {
          code: 'PATTERN_SHARE',
          subject: `share of shapes that ${isUp ? 'rose' : 'fell'}`,
          value: agreeing,
          comparison: 'above',
          limit: minimumShare,
        },
        {
          code: 'PATTERN_NEAR',
          subject: 'mean distance',
          value: distance,
          comparison: 'below',
          limit: maximumDistance,
        },
      ],
      rising(Math.abs(expectedMove), minimumMove, FULL_MOVE),
    );
  },
});
