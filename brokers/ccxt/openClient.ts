import type {Clock} from '../../core/runtime/clock.ts';
import type {HttpAnswer, HttpRequest, SendHttp} from '../net/sendHttp.ts';
import type {CcxtClient} from './CcxtClient.ts';

export type CcxtCredentials = {readonly apiKey: string; readonly apiSecret: string; readonly password?: string};

type Options = {
  /** ccxt's name of the exchange, such as `kraken`. */
  readonly exchange: string;
  readonly credentials: CcxtCredentials;
  readonly clock: Clock;
  readonly sendHttp: SendHttp;
  readonly timeoutMs: number;
  /** Other addresses than ccxt's, such as a simulated exchange's. */
  readonly urls?: Readonly<Record<string, unknown>> | undefined;
};

type Maker = new (options: object) => CcxtClient;

const NAME = /^[a-z0-9]{2,40}$/;

/**
 * A client of one exchange, of which nothing but its own class is loaded: all of ccxt is 100 MB.
 * It retries nothing, waits for nobody, gives every number as text, and reaches the network by our own door.
 * @throws RangeError when ccxt has no such exchange.
 */
export const openClient = async ({
  exchange,
  credentials,
  clock,
  sendHttp,
  timeoutMs,
  urls,
}: Options): Promise<CcxtClient> => {
  const Exchange = await load(exchange);
  const {apiKey, apiSecret, password} = credentials;
  const client = new Exchange({
    apiKey,
    secret: apiSecret,
    ...(password === undefined ? {} : {password}),
    enableRateLimit: false,
    number: String,
    timeout: timeoutMs,
    options: {maxRetriesOnFailure: 0, warnOnFetchOpenOrdersWithoutSymbol: false},
  });
  client.nonce = risingNonce(clock);
  client.fetchImplementation = fetchBy(sendHttp, timeoutMs);
  if (urls !== undefined) client.urls = {...client.urls, api: urls};

  return client;
};

const load = async (exchange: string): Promise<Maker> => {
  try {
    if (!NAME.test(exchange)) throw new RangeError('a name has small letters and digits only');
    const path = new URL(`./src/${exchange}.js`, import.meta.resolve('ccxt')).href;
    const module: {readonly default: Maker} = await import(path);

    return module.default;
  } catch (error) {
    throw new RangeError(
      `ccxt has no exchange "${exchange}". Its names are those of https://github.com/ccxt/ccxt, such as "kraken".`,
      {cause: error},
    );
  }
};

/** Microseconds, so that two calls of one millisecond differ; it never goes back when the clock does. */
const risingNonce = (clock: Clock): (() => number) => {
  let last = 0;

  return () => {
    last = Math.max(last + 1, clock.now() * 1_000);

    return last;
  };
};

type Init = {readonly method: string; readonly headers?: Record<string, string>; readonly body?: string};

/** Answers are bounded and nobody is followed to another host, as everywhere in this house. */
const fetchBy =
  (sendHttp: SendHttp, timeoutMs: number) =>
  async (url: string, {method, headers, body}: Init): Promise<object> => {
    const {status, text} = await send(sendHttp, {
      method: asMethod(method),
      url,
      timeoutMs,
      ...(headers === undefined ? {} : {headers}),
      ...(body === undefined ? {} : {body}),
    });

    return {status, statusText: '', headers: {}, text: async () => text};
  };

/** ccxt takes nothing but its own kinds of error for the network's. */
const send = async (sendHttp: SendHttp, request: HttpRequest): Promise<HttpAnswer> => {
  try {
    return await sendHttp(request);
  } catch (error) {
    throw new TypeError('the network failed', {cause: error});
  }
};

const asMethod = (method: string): HttpRequest['method'] => {
  if (method === 'GET' || method === 'POST' || method === 'PUT' || method === 'DELETE' || method === 'PATCH')
    return method;
  throw new RangeError(`Unknown HTTP method "${method}".`);
};
