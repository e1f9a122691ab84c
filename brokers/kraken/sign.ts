import {createHash, createHmac} from 'node:crypto';

type Signable = {
  /** Such as `/0/private/BalanceEx`. */
  readonly path: string;
  readonly nonce: string;
  /** The form as it is sent, nonce included. */
  readonly body: string;
  /** The private key as the venue gives it, base64. */
  readonly secret: string;
};

/**
 * The `API-Sign` header: HMAC-SHA512 over the path and SHA-256(nonce + body).
 * Own code, because it is one line of the documentation: a client library would keep the key, load 100 MB and turn
 * exact numbers into doubles.
 */
export const sign = ({path, nonce, body, secret}: Signable): string => {
  const digest = createHash('sha256')
    .update(nonce + body)
    .digest();

  return createHmac('sha512', Buffer.from(secret, 'base64')).update(path).update(digest).digest('base64');
};
