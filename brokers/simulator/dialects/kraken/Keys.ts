import {createHash, createHmac, timingSafeEqual} from 'node:crypto';
import {DecayingCounter} from '../../engine/DecayingCounter.ts';
import type {CounterLimit} from '../../engine/limits.ts';
import {CallError} from './errors.ts';

export type Credentials = {readonly apiKey: string; readonly apiSecret: string};
type Key = {
  readonly secret: Buffer;
  readonly account: string;
  readonly counter: DecayingCounter | null;
  lastNonce: bigint;
};
type SignedCall = {
  readonly path: string;
  readonly body: string;
  readonly nonce: string | null;
  readonly apiKey: string | null;
  readonly signature: string | null;
};

/** Calls that cost two points of the key's counter, and those that the order counter covers instead. */
const HISTORY_CALLS = new Set(['ClosedOrders', 'TradesHistory']);
const UNCOUNTED_CALLS = new Set([
  'AddOrder',
  'AmendOrder',
  'CancelOrder',
  'CancelAll',
  'CancelAllOrdersAfter',
  'CancelOrderBatch',
]);

/** API-Sign of a call: HMAC-SHA512 with the secret over the path and SHA256(nonce + body), base64. */
export const signCall = (
  {apiSecret}: Pick<Credentials, 'apiSecret'>,
  path: string,
  nonce: string,
  body: string,
): string => {
  const hash = createHash('sha256')
    .update(nonce + body)
    .digest();

  return createHmac('sha512', Buffer.from(apiSecret, 'base64')).update(path).update(hash).digest('base64');
};

/** API keys with their nonces, which must rise, and their call counters. */
export class Keys {
  readonly #keys = new Map<string, Key>();

  add({apiKey, apiSecret}: Credentials, account: string, limit: CounterLimit | null): void {
    const counter = limit === null ? null : new DecayingCounter(limit);
    this.#keys.set(apiKey, {secret: Buffer.from(apiSecret, 'base64'), account, counter, lastNonce: -1n});
  }

  /** The account that may make the call. Throws a CallError in Kraken's words. */
  verify({path, body, nonce, apiKey, signature}: SignedCall, time: number): string {
    const key = apiKey === null ? undefined : this.#keys.get(apiKey);
    if (key === undefined) throw new CallError('EAPI:Invalid key');
    if (nonce === null || !/^\d{1,19}$/.test(nonce)) throw new CallError('EAPI:Invalid nonce');
    const expected = signCall({apiSecret: key.secret.toString('base64')}, path, nonce, body);
    if (signature === null || !isSame(expected, signature)) throw new CallError('EAPI:Invalid signature');
    if (BigInt(nonce) <= key.lastNonce) throw new CallError('EAPI:Invalid nonce');
    key.lastNonce = BigInt(nonce);
    const call = path.split('/').at(-1) ?? '';
    if (UNCOUNTED_CALLS.has(call)) return key.account;
    if (key.counter?.tryAdd(HISTORY_CALLS.has(call) ? 2 : 1, time) === false)
      throw new CallError('EAPI:Rate limit exceeded');

    return key.account;
  }
}

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
