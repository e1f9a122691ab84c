import {describeReason, type Gate} from '../domain/Decision.ts';
import type {EnvelopeOf} from '../domain/Event.ts';

/** A decision in one sentence, the same that the page shows: `No trade: RSI 48.20 is not below 30.00`. */
export const decisionSentence = (decision: EnvelopeOf<'DecisionMade'>['data']): string => {
  const {verdict, side, winner, reason, gates} = decision;
  if (verdict === 'hold') return `No trade: ${describeReason(reason)}`;
  const idea = `${side === 'sell' ? 'Sell' : 'Buy'} by ${winner?.strategy ?? 'nobody'}`;
  const denied = gates.find(gate => !gate.passed);
  if (verdict === 'denied') return `${idea} denied: ${denied === undefined ? 'no gate named' : gateSentence(denied)}`;

  return `${idea}: ${describeReason(winner?.reason ?? reason)}`;
};

/** `MAX_POSITION_EXCEEDED` to `max position exceeded`. */
export const codeWords = (code: string): string => code.toLowerCase().replaceAll('_', ' ');

/** `max position: 0.12 against 0.10`. */
export const gateSentence = ({code, value, limit}: Pick<Gate, 'code' | 'value' | 'limit'>): string => {
  if (value === null) return codeWords(code);

  return limit === null ? `${codeWords(code)}: ${value}` : `${codeWords(code)}: ${value} against ${limit}`;
};
