import {confidence, type ExitPlan, type Judgement, plainReason, type Signal} from '../../core/domain/Decision.ts';
import type {Side} from '../../core/domain/Order.ts';
import type {Mind} from '../../core/kernel/Mind.ts';

const PLAN: ExitPlan = {stopDistance: 1, targetDistance: 2, trailingDistance: null, maxBars: 1_000};

/** A mind that wants what the test wrote down for the bar, counted from 1; it leaves by `plan`, in price units. */
export const scriptedMind = (sideAt: (bar: number) => Side | null, plan: Partial<ExitPlan> = {}): Mind => ({
  observe: () => undefined,
  judge: ({symbol, state}) => opinion(sideAt(state.markets.get(symbol)?.bars ?? 0), {...PLAN, ...plan}),
});

const opinion = (side: Side | null, exitPlan: ExitPlan): Judgement => {
  const reason = plainReason('SCRIPT', side ?? 'hold', side !== null);
  const winner: Signal | null =
    side === null ? null : {strategy: 'script', action: side, confidence: confidence(1), reason, exitPlan};

  return {
    signals: winner === null ? [] : [winner],
    winner,
    agreement: confidence(winner === null ? 0 : 1),
    reason,
    regime: 'unknown',
    patterns: null,
    trai: null,
  };
};
