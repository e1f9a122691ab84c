import {randomUUID} from 'node:crypto';
import type {IncomingMessage} from 'node:http';
import type {RequestHandler} from 'express';
import {FailureLimit, isSame} from './auth.ts';
import {HttpProblem} from './errors.ts';

export type GuardOptions = {
  readonly host: string;
  readonly port: () => number;
  readonly operatorToken: string;
  /** Wanted of every request when the server is bound beyond loopback. */
  readonly loginToken: string | null;
  readonly now: () => number;
};

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

/** Decides who may look and who may command, for HTTP requests and socket handshakes alike. */
export class Guard {
  readonly #options: GuardOptions;
  readonly #failures = new FailureLimit();

  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** A page of another origin, or a name that was rebound to our address, gets nothing. */
  isOurs({headers}: IncomingMessage): boolean {
    const host = headers.host ?? '';
    if (!this.#hosts().has(host)) return false;
    const {origin} = headers;

    return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
  }

  /** On loopback anyone on this machine may read; beyond it only who has logged in. */
  mayRead(request: IncomingMessage): boolean {
    return isLoopback(this.#options.host) || this.mayCommand(request) || this.#hasLogin(request);
  }

  mayCommand(request: IncomingMessage): boolean {
    return this.#matches(request, bearer(request), this.#options.operatorToken);
  }

  isBlocked(request: IncomingMessage): boolean {
    return this.#failures.isBlocked(addressOf(request), this.#options.now());
  }

  #hasLogin(request: IncomingMessage): boolean {
    const {loginToken} = this.#options;

    return loginToken !== null && this.#matches(request, basicPassword(request), loginToken);
  }

  #matches(request: IncomingMessage, given: string | null, expected: string): boolean {
    if (given === null || this.isBlocked(request)) return false;
    if (isSame(given, expected)) return true;
    this.#failures.fail(addressOf(request), this.#options.now());

    return false;
  }

  #hosts(): ReadonlySet<string> {
    const {host} = this.#options;
    const port = this.#options.port();
    const names = isLoopback(host) ? ['localhost', '127.0.0.1', '[::1]'] : [host, 'localhost', '127.0.0.1'];

    return new Set(names.flatMap(name => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])));
  }
}

const addressOf = (request: IncomingMessage): string => request.socket.remoteAddress ?? 'unknown';

const bearer = ({headers}: IncomingMessage): string | null =>
  /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? null;

const basicPassword = ({headers}: IncomingMessage): string | null => {
  const encoded = /^Basic (\S+)$/.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');

  return text.slice(text.indexOf(':') + 1);
};

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "connect-src 'self' ws: wss:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export const protectiveHeaders: RequestHandler = (_request, response, next) => {
  response.locals['correlationId'] = randomUUID();
  response.set({
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
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
    response.set('www-authenticate', 'Basic realm="OGZ Prime", charset="UTF-8"');
    throw new HttpProblem(401, {
      code: 'LOGIN_NEEDED',
      message: 'The server is bound beyond loopback: everything needs a login.',
    });
  };

export const onlyOperator =
  (guard: Guard): RequestHandler =>
  (request, _response, next) => {
    if (guard.mayCommand(request)) return next();
    if (guard.isBlocked(request)) {
      throw new HttpProblem(429, {
        code: 'TOO_MANY_FAILURES',
        message: 'Too many wrong tokens from this address.',
        hint: 'Wait a minute.',
      });
    }
    throw new HttpProblem(401, {
      code: 'OPERATOR_TOKEN_NEEDED',
      message: 'Commands need the operator token as "Authorization: Bearer <token>".',
      hint: 'It is in <data-dir>/secrets/operator-token; `npx ogz halt` reads it there.',
    });
  };
