import {optionalText} from '../net/fields.ts';
import {RequestFailure} from '../net/RequestFailure.ts';
import type {Outcome, OrderWire} from '../orders/OrderWire.ts';
import type {KrakenMessage} from './codec/messages.ts';
import {writeAddOrder, writeAmend, writeCancel} from './codec/writeRequests.ts';
import {meaningOf} from './errors.ts';

type Parts = {
  readonly token: () => string;
  /** Sends over the private socket; rejects with a `RequestFailure`. */
  readonly request: (build: (requestId: number) => string) => Promise<KrakenMessage>;
  /** The token is good for nothing any more: only a new connection brings a new one. */
  readonly onSessionEnded: () => void;
};

/** Writes orders for Kraken's private socket and knows what each of its answers means. */
export const krakenWire = ({token, request, onSessionEnded}: Parts): OrderWire => {
  const send = async (build: (requestId: number) => string): Promise<Outcome> => {
    try {
      const answer = await request(build);
      if (answer.kind !== 'answer')
        return {kind: 'failed', failure: new RequestFailure('timeout', 'The answer was none.')};
      if (answer.error === null) return {kind: 'done', orderId: optionalText(answer.result, 'order_id')};

      const meaning = meaningOf(answer.error);
      if (meaning.code === 'SESSION_ENDED') onSessionEnded();

      return {kind: 'refused', meaning, raw: answer.error};
    } catch (error) {
      if (error instanceof RequestFailure) return {kind: 'failed', failure: error};
      throw error;
    }
  };

  return {
    add: (intent, deadline) => {
      const build = (requestId: number): string => writeAddOrder({intent, deadline, token: token()}, requestId);
      build(0);

      return () => send(build);
    },
    cancel: clientOrderId => send(id => writeCancel(clientOrderId, token(), id)),
    amend: amendment => send(id => writeAmend({...amendment, token: token()}, id)),
  };
};
