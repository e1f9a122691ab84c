import type {ErrorRequestHandler, RequestHandler, Response} from 'express';
import type {ErrorAnswer} from './protocol.ts';

/** A refusal with the status and the words that the caller gets. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly answer: ErrorAnswer['error'];

  constructor(status: number, answer: ErrorAnswer['error']) {
    super(answer.message);
    this.name = 'HttpProblem';
    this.status = status;
    this.answer = answer;
  }
}

const send = (response: Response, status: number, error: ErrorAnswer['error']): void => {
  const answer: ErrorAnswer = {error, correlationId: String(response.locals['correlationId'] ?? '')};
  response.status(status).json(answer);
};

export const notFound: RequestHandler = (request, response) => {
  send(response, 404, {
    code: 'NOT_FOUND',
    message: `There is nothing at "${request.path}".`,
    hint: 'The API is under /api; the page is at /.',
  });
};

/** Answers with what the caller can act on; what we did not foresee is logged with its id and stays inside. */
export const answerError =
  (report: (error: unknown, correlationId: string) => void): ErrorRequestHandler =>
  (error: unknown, _request, response, _next) => {
    if (error instanceof HttpProblem) return send(response, error.status, error.answer);
    const client = clientMistake(error);
    if (client !== null) return send(response, client.status, client.answer);
    report(error, String(response.locals['correlationId']));
    send(response, 500, {
      code: 'INTERNAL',
      message: 'The bot could not answer this.',
      hint: 'Search the log for the correlation id.',
    });
  };

/** What the body parser throws: bad JSON, too large. */
const clientMistake = (error: unknown): HttpProblem | null => {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  if (error.status < 400 || error.status > 499) return null;
  const message = error.status === 413 ? 'The body is larger than 64 KB.' : 'The body is not valid JSON.';

  return new HttpProblem(error.status, {code: 'BAD_BODY', message});
};
