import type {AnyEnvelope, EnvelopeOf} from '../../domain/Event.ts';
import {readLines} from '../../runtime/readLines.ts';
import {Failure} from '../Failure.ts';

/** What is asked for: one line by its seq, or the last decision up to a time (ms UTC), in one market or in any. */
export type Question =
  | {readonly kind: 'seq'; readonly seq: number}
  | {readonly kind: 'time'; readonly time: number; readonly symbol: string | null};

export type Decision = EnvelopeOf<'DecisionMade'>;

/** The decision that a question means, found in a journal. Throws a Failure where there is none. */
export const findDecision = async (
  directory: string,
  question: Question,
  onLine: (seq: number) => void,
): Promise<Decision> => {
  if (question.kind === 'time') return latestBefore(directory, question, onLine);
  const line = await lineAt(directory, question.seq);
  if (line.type === 'DecisionMade') return line;
  const named = await namedDecision(directory, line, onLine);
  const found = named === null ? null : await lineIfThere(directory, named);
  if (found?.type === 'DecisionMade') return found;
  const neighbour = await decisionOfStep(directory, line);
  if (neighbour !== null) return neighbour;

  throw new Failure(`Line ${line.seq} is ${line.type} and no decision led to it or came of it.`);
};

const latestBefore = async (
  directory: string,
  {time, symbol}: Extract<Question, {kind: 'time'}>,
  onLine: (seq: number) => void,
): Promise<Decision> => {
  let latest: Decision | null = null;
  for await (const line of readLines(directory, {types: ['DecisionMade']})) {
    onLine(line.seq);
    const decision = line as Decision;
    if (decision.time > time) break;
    if (symbol === null || decision.data.symbol === symbol) latest = decision;
  }
  if (latest !== null) return latest;
  const until = time === Number.POSITIVE_INFINITY ? '' : ` up to ${new Date(time).toISOString()}`;

  throw new Failure(`The journal has no decision${symbol === null ? '' : ` on "${symbol}"`}${until}.`);
};

const lineIfThere = async (directory: string, seq: number): Promise<AnyEnvelope | null> => {
  for await (const line of readLines(directory, {fromSeq: seq})) return line.seq === seq ? line : null;

  return null;
};

const lineAt = async (directory: string, seq: number): Promise<AnyEnvelope> => {
  const line = await lineIfThere(directory, seq);
  if (line === null)
    throw new Failure(`The journal has no line ${seq}; it begins at 1 and may not have come that far.`);

  return line;
};

/** The decision that a line names itself, or through its order. */
const namedDecision = async (
  directory: string,
  {data, seq}: AnyEnvelope,
  onLine: (seq: number) => void,
): Promise<number | null> => {
  if ('decision' in data) return data.decision;
  if (!('clientOrderId' in data)) return null;
  for await (const line of readLines(directory, {types: ['OrderSubmitted']})) {
    onLine(line.seq);
    if (line.seq > seq) break;
    const order = line as EnvelopeOf<'OrderSubmitted'>;
    if (order.data.clientOrderId === data.clientOrderId) return order.data.decision;
  }

  return null;
};

/** A decision that has the same cause as the line, or that the line caused. */
const decisionOfStep = async (directory: string, {seq, cause}: AnyEnvelope): Promise<Decision | null> => {
  const input = cause > 0 && cause < seq ? cause : seq;
  for await (const line of readLines(directory, {fromSeq: input})) {
    if (line.seq > seq && line.cause !== input) return null;
    if (line.type === 'DecisionMade' && line.cause === input) return line as Decision;
  }

  return null;
};
