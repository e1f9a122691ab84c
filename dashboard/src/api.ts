import type {AnyEnvelope, EnvelopeOf} from '../../core/domain/Event.ts';
import type {Timeframe} from '../../core/domain/Candle.ts';
import type {
  CandleSeries,
  CommandAnswer,
  CommandName,
  CommandRequest,
  ErrorAnswer,
} from '../../core/server/protocol.ts';
import {operatorToken} from './token.ts';

/** The bot said no, or could not be reached; the text is fit to be shown. */
export class ApiError extends Error {
  readonly hint: string | null;
  readonly correlationId: string | null;

  constructor(message: string, hint: string | null = null, correlationId: string | null = null) {
    super(message);
    this.hint = hint;
    this.correlationId = correlationId;
  }
}

/** Asks the bot for JSON. Throws ApiError with its reason, and nothing else. */
const request = async (path: string, init: RequestInit = {}): Promise<unknown> => {
  const response = await reach(path, init);
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body !== null) return body;

  throw refusal(response, body);
};

const reach = async (path: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(path, init);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ApiError(`The bot does not answer (${detail}).`, 'Is it running? npx ogz status');
  }
};

const refusal = (response: Response, body: unknown): ApiError => {
  if (!isErrorAnswer(body)) return new ApiError(`The bot answered ${response.status} ${response.statusText}.`);

  return new ApiError(`${body.error.message} (${body.error.code})`, body.error.hint ?? null, body.correlationId);
};

const isErrorAnswer = (body: unknown): body is ErrorAnswer =>
  typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'object';

export const fetchCandles = async (symbol: string, timeframe: Timeframe, limit: number): Promise<CandleSeries> => {
  const query = new URLSearchParams({symbol, timeframe, limit: String(limit)});

  return (await request(`/api/candles?${query}`)) as CandleSeries;
};

/** Journal lines before a seq, newest first; of one type where one is named. */
const fetchLines = async (
  before: number,
  limit: number,
  type?: AnyEnvelope['type'],
): Promise<readonly AnyEnvelope[]> => {
  const query = new URLSearchParams({before: String(before), limit: String(limit)});
  if (type !== undefined) query.set('type', type);
  const answer = await request(`/api/journal?${query}`);

  return (answer as {readonly events: readonly AnyEnvelope[]}).events;
};

/** Decisions before a seq, newest first. */
export const fetchDecisions = async (before: number, limit: number): Promise<readonly EnvelopeOf<'DecisionMade'>[]> => {
  const lines = await fetchLines(before, limit, 'DecisionMade');

  return lines.filter(line => line.type === 'DecisionMade');
};

/** The latest lines up to and with `seq`, oldest first. */
export const fetchRecent = async (seq: number, limit: number): Promise<readonly AnyEnvelope[]> =>
  [...(await fetchLines(seq + 1, limit))].reverse();

export const sendCommand = async (command: CommandRequest): Promise<CommandAnswer> => {
  const headers = {'content-type': 'application/json', authorization: `Bearer ${operatorToken() ?? ''}`};

  return (await request('/api/commands', {method: 'POST', headers, body: JSON.stringify(command)})) as CommandAnswer;
};

export type {CommandName};
