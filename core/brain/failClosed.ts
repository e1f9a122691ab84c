import {plainReason} from '../domain/Decision.ts';
import type {Mind} from '../kernel/Mind.ts';
import {held} from './TradingBrain.ts';

/**
 * Keeps any mind's failure away from what is open: an error while it judges is a hold, and after an error while it
 * observes it no longer knows the market, so that it holds for good. Exits ask no mind.
 */
export const failClosed = (mind: Mind): Mind => {
  let lost: string | null = null;
  const hold = (text: string) => held(plainReason('BRAIN_ERROR', text, false));

  return {
    observe(envelope) {
      if (lost !== null) return;
      try {
        mind.observe(envelope);
      } catch (error) {
        lost = `the brain failed on line ${envelope.seq}: ${messageOf(error)}`;
      }
    },
    judge(question) {
      if (lost !== null) return hold(lost);
      try {
        return mind.judge(question);
      } catch (error) {
        return hold(`the brain failed: ${messageOf(error)}`);
      }
    },
  };
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
