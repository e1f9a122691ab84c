import {describeReason, type Gate} from './Decision.ts';
import type {EnvelopeOf} from './Event.ts';

/** How a number of a gate is written; as it is in the journal, unless a screen wants it shorter. */
type Show = (number: string) => string;

const asItIs: Show = number => number;

/** A decision in one sentence, the same on the page and in a terminal: `No trade: RSI 48.20 is not below 30.00`. */
export const decisionSentence = (decision: EnvelopeOf<'DecisionMade'>['data'], show: Show = asItIs): string => {
  const {verdict, side, winner, reason, gates} = decision;
  if (verdict === 'hold') return `No trade: ${describeReason(reason)}`;
  const idea = `${side === 'sell' ? 'Sell' : 'Buy'} by ${winner?.strategy ?? 'nobody'}`;
  const denied = gates.find(gate => !gate.passed);
  if (verdict === 'denied') {
    return `${idea} denied: ${denied === undefined ? 'no gate named' : gateSentence(denied, show)}`;
  }

  return `${idea}: ${describeReason(winner?.reason ?? reason)}`;
};

/** What a real account held at its opening: `The account opens with 100000 USD. Not ours, and never sold: 1 BTC, 10 ETH.` */
export const openingSentence = ({currency, cash, others}: EnvelopeOf<'AccountOpened'>['data']): string => {
  const opening = `The account opens with ${cash} ${currency}.`;
  if (others.length === 0) return opening;

  return `${opening} Not ours, and never sold: ${others.map(({asset, total}) => `${total} ${asset}`).join(', ')}.`;
};

/** Why the books are not known to agree with the venue's; null when nothing is known to be wrong. */
export const accountTrouble = ({
  lost,
  differences,
}: {
  readonly lost: string | null;
  readonly differences: readonly string[];
}): string | null => {
  if (lost !== null) return lost;

  return differences.length === 0 ? null : differences.join('; ');
};

/** `MAX_POSITION_EXCEEDED` to `max position exceeded`. */
export const codeWords = (code: string): string => code.toLowerCase().replaceAll('_', ' ');

/** `max position exceeded: 0.12 against 0.10`. */
const gateSentence = ({code, value, limit}: Gate, show: Show): string => {
  if (value === null) return codeWords(code);
  const measured = `${codeWords(code)}: ${show(value)}`;

  return limit === null ? measured : `${measured} against ${show(limit)}`;
};
