import {type Clock, nodeClock, nodeTimers, type Timers} from '../../core/runtime/clock.ts';
import {ConnectBudget} from '../net/ConnectBudget.ts';
import type {ConnectionLimits} from '../net/Connection.ts';
import type {WireProtocol} from '../net/Link.ts';
import {openWebSocket} from '../net/openWebSocket.ts';
import type {OpenSocket} from '../net/Socket.ts';
import {VenueClock} from '../net/VenueClock.ts';
import {type SendHttp, sendHttp} from '../net/sendHttp.ts';
import type {KrakenMessage} from './codec/messages.ts';
import {readMessage} from './codec/readMessage.ts';
import {writePing} from './codec/writeRequests.ts';
import spec from './spec.json' with {type: 'json'};

export type KrakenUrls = {readonly rest: string; readonly publicSocket: string; readonly privateSocket: string};

/** Time, chance and the network, so that all of it can be a test's. */
export type Edge = {
  readonly urls: KrakenUrls;
  readonly clock: Clock;
  readonly timers: Timers;
  /** From 0 to below 1; spreads waits, decides nothing. */
  readonly random: () => number;
  readonly openSocket: OpenSocket;
  readonly sendHttp: SendHttp;
  /** Verification level of the account, which its rate limits follow. */
  readonly tier: 'starter' | 'intermediate' | 'pro';
  /** What the network is given in multiples of the venue's own figures: above 1 only where `clock` runs faster than real time, which the network does not. */
  readonly patience: number;
  /** Shared by all connections of this address. */
  readonly budget: ConnectBudget;
};

/** The edge as the adapter works on it: its clock shows the venue's time as soon as the venue has told it. */
export type VenueEdge = Edge & {readonly clock: VenueClock};

/** The real edge, with whatever is to be different. */
export const edgeWith = ({clock = nodeClock, ...changes}: Partial<Edge> = {}): VenueEdge => ({
  urls: spec.endpoints,
  timers: nodeTimers,
  random: Math.random,
  tier: 'starter',
  patience: 1,
  openSocket: openWebSocket,
  sendHttp,
  budget: new ConnectBudget(spec.connects),
  ...changes,
  clock: new VenueClock(clock),
});

const FIRST_UP_WITHIN_MS = 20_000;

/** Learns the venue's time from any answer that carries it. */
export const learnTime =
  ({clock}: VenueEdge) =>
  (message: KrakenMessage, sentAt: number): void => {
    if (message.kind === 'answer' && message.time !== null) clock.sample(sentAt, message.time);
  };

export const connectionLimits = ({patience}: Edge): ConnectionLimits => ({
  backoff: spec.backoff,
  silentAfterMs: spec.silentAfterMs * patience,
  answerWithinMs: spec.answerWithinMs * patience,
  openWithinMs: spec.openWithinMs * patience,
  stableAfterMs: spec.stableAfterMs,
  rotateAfterMs: spec.rotateAfterMs,
  maxPending: 1_000,
  maxHeldBack: 100_000,
  firstUpWithinMs: FIRST_UP_WITHIN_MS * patience,
});

export const PROTOCOL: WireProtocol<KrakenMessage> = {
  read: readMessage,
  answers: message => (message.kind === 'answer' ? message.requestId : null),
  ping: writePing,
};

/** Why the venue refused, or null when it agreed. */
export const refusalOf = (message: KrakenMessage): string | null =>
  message.kind === 'answer' ? message.error : 'the answer was none';
