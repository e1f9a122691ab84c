import {confidence, type Judgement, plainReason, type Signal} from '../../core/domain/Decision.ts';
import type {Mind} from '../../core/kernel/Mind.ts';
import {ChanceStream} from './Chance.ts';

type Options = {
  readonly seed: number;
  readonly entryShare: number;
  /** Market time from which on it wants nothing new, ms UTC. */
  readonly restsFrom: number;
};

/** A mind that trades for the sake of trading, with near stops and targets, so that orders of every kind are under way. */
export const busyMind = ({seed, entryShare, restsFrom}: Options): Mind => ({
  observe: () => undefined,
  judge: ({candle}) => {
    const draws = new ChanceStream(`${seed} mind ${candle.time}`);
    if (candle.time >= restsFrom || !draws.isTrue(entryShare)) return opinion(null, 'rests');
    const near = candle.close * draws.between(0.0003, 0.003);
    const exitPlan = {
      stopDistance: near,
      targetDistance: near * draws.between(0.5, 3),
      trailingDistance: draws.isTrue(0.6) ? near * draws.between(0.3, 1) : null,
      maxBars: draws.whole(1, 9),
    };

    return opinion(
      {strategy: 'busy', action: 'buy', confidence: confidence(1), reason: plainReason('BUSY', 'buys', true), exitPlan},
      'is busy',
    );
  },
});

const opinion = (winner: Signal | null, text: string): Judgement => ({
  signals: winner === null ? [] : [winner],
  winner,
  agreement: confidence(winner === null ? 0 : 1),
  reason: plainReason('BUSY', text, winner !== null),
  regime: 'unknown',
  patterns: null,
  trai: null,
});
