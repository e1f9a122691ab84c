import type {AnyEnvelope, EnvelopeOf} from '../../core/domain/Event.ts';
import {decisionSentence as sentenceOf, openingSentence} from '../../core/domain/sentences.ts';
import type {Order, State} from '../../core/kernel/evolve.ts';
import {shortNumber} from './format.ts';

/** Sentences for what happened, in the field's words. */

/** `No trade: RSI 48.20 is not below 30.00`. */
export const decisionSentence = (decision: EnvelopeOf<'DecisionMade'>['data']): string =>
  sentenceOf(decision, shortNumber);

export const STATUS_WORDS: Readonly<Record<Order['status'], string>> = {
  INTENT: 'to be sent',
  OPEN: 'open',
  PART: 'part filled',
  CANCEL_SENT: 'cancel sent',
  UNKNOWN: 'unknown',
  FILLED: 'filled',
  CANCELED: 'cancelled',
  CANCELED_PART: 'part filled, cancelled',
  REJECTED: 'rejected',
  DEAD: 'never reached the venue',
};

/** What the present trading state allows, and what ends it. */
export const resetSentence = ({state, code}: State['trading']): string => {
  if (state === 'ACTIVE') return '';
  if (state === 'REDUCING') return 'Only orders that reduce a position. Ends when an operator resumes.';
  if (code !== 'OPERATOR') return 'No entries; stops, targets and exits still work. Ends when an operator resumes.';

  return 'No new orders and none at the venue; the bot itself still closes at the stops. Ends when an operator resumes.';
};

/** One journal line in short, for the log: the facts without the numbers that only a machine reads. */
export const lineSentence = (envelope: AnyEnvelope): string => {
  switch (envelope.type) {
    case 'DecisionMade':
      return `${envelope.data.symbol} ${decisionSentence(envelope.data)}`;
    case 'CandleClosed':
      return `${envelope.data.symbol} ${envelope.data.timeframe} close ${envelope.data.candle.close}`;
    case 'OrderSubmitted':
      return `${envelope.data.symbol} ${envelope.data.side} ${envelope.data.quantity} ${envelope.data.type} (${envelope.data.purpose})`;
    case 'OrderFilled':
      return `${envelope.data.symbol} ${envelope.data.side} ${envelope.data.quantity} @ ${envelope.data.price} (${envelope.data.liquidity})`;
    case 'PositionClosed':
      return `${envelope.data.symbol} ${envelope.data.side} closed by ${envelope.data.exitReason}, net ${envelope.data.netPnl}`;
    case 'AccountOpened':
      return openingSentence(envelope.data);
    case 'AlarmRaised':
      return `${envelope.data.code}: ${envelope.data.text}`;
    default:
      return plainFacts(envelope.data);
  }
};

const MAX_FACTS = 160;

const plainFacts = (data: object): string => {
  const facts = Object.entries(data).flatMap(([name, value]) => (isPlain(value) ? [`${name} ${value}`] : []));

  return facts.join(' · ').slice(0, MAX_FACTS);
};

const isPlain = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';
