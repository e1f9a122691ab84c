import {Connection} from '../net/Connection.ts';
import type {KrakenMessage} from './codec/messages.ts';
import {type PrivateSubscription, writePrivate} from './codec/writeRequests.ts';
import {connectionLimits, learnTime, PROTOCOL, refusalOf, type VenueEdge} from './Edge.ts';

type Parts = {
  readonly edge: VenueEdge;
  readonly token: () => string;
  /** Fetches a fresh token: each connection uses one of its own. */
  readonly authorize: () => Promise<void>;
  readonly onMessage: (message: KrakenMessage) => void;
  readonly onUp: () => void;
  readonly onDown: (reason: string) => void;
};

/** Kraken's private socket, not opened yet. A channel that is refused ends the link: without it nothing here can be believed. */
export const openPrivate = ({
  edge,
  token,
  authorize,
  onMessage,
  onUp,
  onDown,
}: Parts): Connection<PrivateSubscription, KrakenMessage> =>
  new Connection({
    ...edge,
    url: edge.urls.privateSocket,
    limits: connectionLimits(edge),
    protocol: PROTOCOL,
    subscriptions: {
      key: ({channel}) => channel,
      subscribe: (subscription, id) => writePrivate('subscribe', subscription, token(), id),
      unsubscribe: (subscription, id) => writePrivate('unsubscribe', subscription, token(), id),
      refusal: refusalOf,
    },
    authorize,
    listener: {
      onMessage,
      onAnswer: learnTime(edge),
      onUp,
      onDown,
      onRefused: ({channel}, reason) => {
        throw new Error(`the venue refused "${channel}": ${reason}`);
      },
    },
  });
