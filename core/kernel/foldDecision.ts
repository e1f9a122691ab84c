import {hasOpinion} from '../domain/Decision.ts';
import type {EnvelopeOf} from '../domain/Event.ts';
import {pushBounded} from './bounded.ts';
import {LIMITS, type State} from './State.ts';

/** What a decision adds to the funnel and to the reasons. */
export const foldDecision = (state: State, envelope: EnvelopeOf<'DecisionMade'>): void => {
  pushBounded(state.decisions, envelope, LIMITS.decisions);
  const {signals, winner, verdict, reason} = envelope.data;
  if (hasOpinion(signals)) state.funnel.signals += 1;
  if (winner !== null) state.funnel.pastBrain += 1;
  if (verdict === 'hold') countReason(state, reason.code);
};

export const countReason = (state: State, code: string): void =>
  void state.denials.set(code, (state.denials.get(code) ?? 0) + 1);
