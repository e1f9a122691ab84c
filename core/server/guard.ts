import type {IncomingMessage} from 'node:http';
import {isLoopback} from '../config/check.ts';
import {inUrl} from './addresses.ts';
import {isSame} from './auth.ts';
import {FailureLimit} from './FailureLimit.ts';

export type GuardOptions = {
  /** Address that the server is bound to. */
  readonly host: string;
  readonly port: () => number;
  readonly operatorToken: string;
  /** Wanted of every request when the server is bound beyond loopback. */
  readonly loginToken: string | null;
  /** Monotonic ms. */
  readonly now: () => number;
};

const LOCAL_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Decides who may look and who may command, for HTTP requests and socket handshakes alike. */
export class Guard {
  readonly #options: GuardOptions;
  readonly #failures = new FailureLimit();

  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** A page of another origin, or a name that was rebound to our address, gets nothing. */
  isOurs(request: IncomingMessage): boolean {
    const host = request.headers.host?.toLowerCase() ?? '';
    if (!this.#isOurHost(host, request)) return false;
    const {origin} = request.headers;
    if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) return false;

    return !isForAnotherSite(request);
  }

  /** On loopback anyone on this machine may read; beyond it only who has logged in. */
  mayRead(request: IncomingMessage): boolean {
    return isLoopback(this.#options.host) || this.mayCommand(request) || this.#hasLogin(request);
  }

  /** The right token always counts: nobody can lock the kill switch by failing on purpose, and it can not be guessed. */
  mayCommand(request: IncomingMessage): boolean {
    const given = bearer(request);

    return given !== null && this.#isRight(request, given, this.#options.operatorToken);
  }

  isBlocked(request: IncomingMessage): boolean {
    return this.#failures.isBlocked(addressOf(request), this.#options.now());
  }

  /** People choose this one: after some wrong ones even the right one has to wait. */
  #hasLogin(request: IncomingMessage): boolean {
    const {loginToken} = this.#options;
    const given = basicPassword(request);
    if (loginToken === null || given === null || this.isBlocked(request)) return false;

    return this.#isRight(request, given, loginToken);
  }

  #isRight(request: IncomingMessage, given: string, expected: string): boolean {
    if (isSame(given, expected)) return true;
    this.#failures.fail(addressOf(request), this.#options.now());

    return false;
  }

  /** Beyond loopback also the very address that the caller reached us by, which no foreign name can be. */
  #isOurHost(host: string, {socket}: IncomingMessage): boolean {
    const {host: bound, port} = this.#options;
    const reached = socket.localAddress;
    const names = [...LOCAL_NAMES, inUrl(bound.toLowerCase()), ...(reached === undefined ? [] : [inUrl(reached)])];

    return names.some(name => host === `${name}:${port()}` || (port() === 80 && host === name));
  }
}

/** True when the request carries an operator token, right or wrong. */
export const hasBearer = (request: IncomingMessage): boolean => bearer(request) !== null;

/** Browsers say for whom they ask: another site may link to the page, but load nothing of it. */
const isForAnotherSite = ({headers}: IncomingMessage): boolean => {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;

  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document';
};

const addressOf = (request: IncomingMessage): string => request.socket.remoteAddress ?? 'unknown';

const bearer = ({headers}: IncomingMessage): string | null =>
  /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;

const basicPassword = ({headers}: IncomingMessage): string | null => {
  const encoded = /^Basic +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');

  return text.slice(text.indexOf(':') + 1);
};
