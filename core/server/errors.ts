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
    message: `There is nothing at "${request.originalUrl.split('?')[0]}".`,
    hint: 'The API is under /api; the page is at /.',
  });
};

/** Answers with what the caller can act on; what we did not foresee is logged with its id and stays inside. */
export const answerError =
  (report: (error: unknown, correlationId: string) => void): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
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

/** What the body parser says of a body it can not read, by its own names. */
const BODY_MISTAKES: Readonly<Record<string, ErrorAnswer['error']>> = {
  'entity.too.large': {code: 'BODY_TOO_LARGE', message: 'The body is larger than 64 KB.'},
  'entity.parse.failed': {code: 'BAD_BODY', message: 'The body is not valid JSON.'},
  'encoding.unsupported': {code: 'BAD_BODY', message: 'The content encoding of the body is not known here.'},
  'charset.unsupported': {code: 'BAD_BODY', message: 'The body is not UTF-8.'},
};

/** What express throws for a request that cannot be read: its body, or an address with a broken percent-encoding. */
const clientMistake = (error: unknown): HttpProblem | null => {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  if (error.status < 400 || error.status > 499) return null;
  const type = 'type' in error && typeof error.type === 'string' ? error.type : null;
  const body = {code: 'BAD_BODY', message: 'The body could not be read.'};
  const address = {code: 'BAD_ADDRESS', message: 'The address holds something that is not a valid percent-encoding.'};

  return new HttpProblem(error.status, type === null ? address : (BODY_MISTAKES[type] ?? body));
};
