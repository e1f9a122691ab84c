import {CallError} from './errors.ts';
import type {KrakenContext} from './KrakenContext.ts';
import {PRIVATE_CALLS} from './privateCalls.ts';
import {envelope, errorEnvelope, PUBLIC_CALLS} from './publicCalls.ts';
import type {Params} from './readOrder.ts';

/** One HTTP request, as much of it as matters. Header names are in lower case. */
export type RestRequest = {
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
};

/** Name of the call in a path such as `/0/private/AddOrder`. */
export const callOf = (path: string): string => path.split('/').at(-1) ?? '';

/** Answers REST calls as text; it knows nothing of sockets. */
export class RestApi {
  readonly #context: KrakenContext;

  constructor(context: KrakenContext) {
    this.#context = context;
  }

  answer(request: RestRequest): string {
    try {
      return envelope(this.#call(request));
    } catch (error) {
      if (error instanceof CallError) return errorEnvelope(error.message);
      throw error;
    }
  }

  #call({path, query, headers, body}: RestRequest): unknown {
    const [, version, kind, name = ''] = path.split('/');
    if (version !== '0') throw new CallError('EGeneral:Unknown method');
    if (kind === 'public' && Object.hasOwn(PUBLIC_CALLS, name)) {
      return PUBLIC_CALLS[name]?.(this.#context, {...readForm(query), ...readForm(body)});
    }
    if (kind !== 'private' || !Object.hasOwn(PRIVATE_CALLS, name)) throw new CallError('EGeneral:Unknown method');
    const params = readBody(body, headers['content-type']);
    const {nonce} = params;
    const account = this.#context.keys.verify(
      {
        path,
        body,
        nonce: nonce === undefined ? null : String(nonce),
        apiKey: headers['api-key'] ?? null,
        signature: headers['api-sign'] ?? null,
      },
      this.#context.now(),
    );
    if (this.#context.exchange.mode === 'maintenance') throw new CallError('EService:Unavailable');

    return PRIVATE_CALLS[name]?.(this.#context, params, account);
  }
}

const readForm = (text: string): Params => Object.fromEntries(new URLSearchParams(text));

const readBody = (body: string, contentType: string | undefined): Params => {
  if (contentType?.includes('json') !== true) return readForm(body);
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return value as Params;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }

  throw new CallError('EGeneral:Invalid arguments');
};
