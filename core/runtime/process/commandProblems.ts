import {HttpProblem} from '../../server/errors.ts';

/** The order is not one that can be written off. */
export const refused = (message: string): HttpProblem =>
  new HttpProblem(409, {
    code: 'NOT_UNKNOWN',
    message,
    path: 'order',
    hint: 'GET /api/orders lists every order with its status.',
  });

/** Nothing can be written any more, so nothing is obeyed. */
export const failed = (message: string): HttpProblem => {
  const hint = 'Nothing is sent any more. Mend what it names, then start the bot again.';

  return new HttpProblem(503, {code: 'BOT_FAILED', message, hint});
};
