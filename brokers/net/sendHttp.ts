export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
};

export type HttpAnswer = {readonly status: number; readonly text: string};

/** One HTTP exchange. Rejects when there is no whole answer: then nobody knows what the other side did. */
export type SendHttp = (request: HttpRequest) => Promise<HttpAnswer>;

/** The list of all markets of a large venue is about 2 MB. */
const MAX_ANSWER_BYTES = 16_777_216;

export const sendHttp: SendHttp = async ({method, url, headers = {}, body, timeoutMs}) => {
  const response = await fetch(url, {
    method,
    headers,
    // A signed request must not follow anybody to another host.
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : {body}),
  });

  return {status: response.status, text: await readBounded(response)};
};

const readBounded = async ({body}: Response): Promise<string> => {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new RangeError(`An answer of more than ${MAX_ANSWER_BYTES} bytes was refused.`);
    text += decoder.decode(chunk, {stream: true});
  }

  return text + decoder.decode();
};
