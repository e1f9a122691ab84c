import {randomUUID} from 'node:crypto';
import type {RequestHandler} from 'express';
import {HttpProblem} from './errors.ts';
import {type Guard, hasBearer} from './guard.ts';

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Gives every answer its id and the headers that keep browsers from doing more with it than is meant. */
export const protectiveHeaders: RequestHandler = (_request, response, next) => {
  response.locals['correlationId'] = randomUUID();
  response.set({
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-correlation-id': response.locals['correlationId'],
  });
  next();
};

/** Refuses strangers before anything of the request is read. */
export const onlyOurs =
  (guard: Guard): RequestHandler =>
  (request, response, next) => {
    if (!guard.isOurs(request)) {
      throw new HttpProblem(403, {
        code: 'FOREIGN_ORIGIN',
        message: 'This Host or Origin is not the bot.',
        hint: 'Open the address that the bot printed.',
      });
    }
    if (guard.mayRead(request)) return next();
    if (guard.isBlocked(request)) throw tooManyFailures();
    if (!hasBearer(request)) response.set('www-authenticate', 'Basic realm="OGZ Prime", charset="UTF-8"');
    throw new HttpProblem(401, {
      code: 'LOGIN_NEEDED',
      message: 'The server is bound beyond loopback: everything needs a login.',
      hint: 'Log in with any name and OGZ_LOGIN_TOKEN as the password, or send the operator token.',
    });
  };

/** Lets nobody command without the operator token. */
export const onlyOperator =
  (guard: Guard): RequestHandler =>
  (request, _response, next) => {
    if (guard.mayCommand(request)) return next();
    if (guard.isBlocked(request)) throw tooManyFailures();
    throw new HttpProblem(401, {
      code: 'OPERATOR_TOKEN_NEEDED',
      message: 'Commands need the operator token as "Authorization: Bearer <token>".',
      hint: 'It is in <data-dir>/secrets/operator-token; `npx ogz halt` reads it there.',
    });
  };

const tooManyFailures = (): HttpProblem =>
  new HttpProblem(429, {
    code: 'TOO_MANY_FAILURES',
    message: 'Too many wrong tokens from this address.',
    hint: 'Wait a minute.',
  });

/** Everything is read with GET; only commands are sent. */
export const onlyReading: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') return next();
  response.set('allow', 'GET, HEAD');
  throw new HttpProblem(405, {
    code: 'METHOD_NOT_ALLOWED',
    message: `"${request.path}" is read with GET, not ${request.method}.`,
    hint: 'Commands go to POST /api/commands.',
  });
};
