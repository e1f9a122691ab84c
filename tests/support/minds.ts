import {confidence, type Judgement, plainReason, type Signal} from '../../core/domain/Decision.ts';
import type {Side} from '../../core/domain/Order.ts';
import type {Mind, Question} from '../../core/kernel/Mind.ts';

/** Minds that know nothing, to prove that execution works with any brain. */

const STOP_SHARE = 0.01;
const TARGET_SHARE = 0.02;
const MAX_BARS = 30;

/** Never trades. */
export const nullMind = (): Mind => ({
  observe: () => undefined,
  judge: () => decide(null, 'null mind holds'),
});

/** Wants to buy on every candle. */
export const alwaysBuyMind = (): Mind => ({
  observe: () => undefined,
  judge: question => decide(signalOf('alwaysBuy', 'buy', question), 'always buys'),
});

/** Buys, sells or holds by the draw that `seed`, market and candle time give: the same question always gets the same answer. */
export const randomMind = (seed: number, entryShare = 0.2): Mind => ({
  observe: () => undefined,
  judge: question => {
    const draw = drawFor(seed, question);
    if (draw >= entryShare) return decide(null, 'drew a hold');
    const side = draw < entryShare / 2 ? 'buy' : 'sell';

    return decide(signalOf('random', side, question), `drew a ${side}`);
  },
});

const signalOf = (strategy: string, action: Side, {candle}: Question): Signal => {
  const price = Number.isFinite(candle.close) ? Math.abs(candle.close) : 0;

  return {
    strategy,
    action,
    confidence: confidence(1),
    reason: plainReason('TEST_MIND', strategy, true),
    exitPlan: {
      stopDistance: price * STOP_SHARE,
      targetDistance: price * TARGET_SHARE,
      trailingDistance: null,
      maxBars: MAX_BARS,
    },
  };
};

const decide = (winner: Signal | null, text: string): Judgement => ({
  signals: winner === null ? [] : [winner],
  winner,
  agreement: confidence(winner === null ? 0 : 1),
  reason: plainReason('TEST_MIND', text, winner !== null),
  regime: 'unknown',
  patterns: null,
  trai: null,
});

/** A number from 0 to 1 that looks random: murmur's finalizer over seed, symbol and minute. */
const drawFor = (seed: number, {symbol, candle}: Question): number => {
  let hash = seed | 0;
  for (const character of `${symbol}@${candle.time}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);

  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
};
