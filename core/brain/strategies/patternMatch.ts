import type {PatternEvidence} from '../../domain/Decision.ts';
import {rising} from './Check.ts';
import {defineStrategy} from './defineStrategy.ts';
import {exitParameters} from './exits.ts';
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
  judge: (_lines, {minimumMove, minimumShare, maximumDistance}, check, {patterns}) => {
    if (patterns === null) return check.lacks('NO_PATTERNS', 'too few remembered shapes');
    const {expectedMove, neighbours} = patterns;
    const isUp = expectedMove >= 0;
    const [ahead, move] = isUp ? (['above', minimumMove] as const) : (['below', -minimumMove] as const);

    return (
      check.that('PATTERN_MOVE', 'expected move in ranges', expectedMove, ahead, move) &&
      check.that(
        'PATTERN_SHARE',
        `share of shapes that ${isUp ? 'rose' : 'fell'}`,
        meanOf(neighbours, each => Number(isUp ? each.move > 0 : each.move < 0)),
        'above',
        minimumShare,
      ) &&
      check.that(
        'PATTERN_NEAR',
        'mean distance',
        meanOf(neighbours, each => each.distance),
        'below',
        maximumDistance,
      ) && {
        side: isUp ? 'buy' : 'sell',
        strength: rising(Math.abs(expectedMove), minimumMove, FULL_MOVE),
      }
    );
  },
});

type Neighbours = PatternEvidence['neighbours'];

const meanOf = (neighbours: Neighbours, of: (each: Neighbours[number]) => number): number =>
  neighbours.reduce((sum, each) => sum + of(each), 0) / neighbours.length;
