import type {Timers} from '../../../../core/runtime/clock.ts';
import type {CallFault, VenueFault} from '../../faults/Fault.ts';
import {idOf} from '../../engine/ids.ts';
import {isForgotten, type KrakenContext} from './KrakenContext.ts';
import {errorEnvelope} from './publicCalls.ts';
import {callOf, RestApi, type RestRequest} from './RestApi.ts';
import {Quiet} from './streams/Quiet.ts';
import {type Link, Session, type SocketKind} from './streams/Session.ts';
import {type Frame, SocketApi, type SocketRequest} from './streams/SocketApi.ts';
import {Streams} from './streams/Streams.ts';

/** Where the answer of one HTTP request goes; only one of the three is called, and after a `hang` none. */
export type RestLink = {reply(status: number, text: string): void; reset(): void};

type Options = Omit<KrakenContext, 'forgotten' | 'nextAmendId'> & {
  readonly timers: Timers;
  /** Venue faults that the dialect cannot do itself: the clock, maintenance, bursts. */
  readonly onVenueFault: (fault: VenueFault) => void;
};
type Call = {
  readonly name: string;
  readonly act: () => void;
  readonly deliver: () => void;
  readonly refuse: (error: string) => void;
  readonly badGateway: () => void;
  readonly reset: () => void;
};

const BAD_GATEWAY =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n';

/** Kraken's REST and WebSocket v2 protocol over the exchange, with its faults; it opens no sockets itself. */
export class KrakenDialect {
  readonly streams: Streams;
  readonly #context: KrakenContext;
  readonly #options: Options;
  readonly #rest: RestApi;
  readonly #sockets: SocketApi;
  readonly #quiet: Quiet;
  #amends = 0;

  constructor(options: Options) {
    const nextAmendId = (): string => {
      this.#amends += 1;
      return idOf('A', this.#amends);
    };
    this.#options = options;
    this.#context = {...options, forgotten: new Map(), nextAmendId};
    this.#quiet = new Quiet(options.elapsed);
    this.streams = new Streams(this.#context);
    this.#rest = new RestApi(this.#context);
    this.#sockets = new SocketApi(this.#context, this.streams);
  }

  /** Answers one HTTP request, now or later or, where a fault says so, never. */
  request(request: RestRequest, link: RestLink): void {
    let answer = '';
    const name = callOf(request.path);
    this.#perform({
      name,
      act: () => void (answer = this.#rest.answer(request)),
      deliver: () => link.reply(200, answer),
      refuse: error => link.reply(200, errorEnvelope(error)),
      badGateway: () => link.reply(502, BAD_GATEWAY),
      reset: () => link.reset(),
    });
  }

  /** Whether questions do not find the order at the moment, though it is there. */
  hides(orderId: string): boolean {
    const order = this.#context.exchange.truth.order(orderId);

    return order !== null && isForgotten(this.#context, order);
  }

  /** Takes in a new socket. */
  connect(kind: SocketKind, link: Link): Session {
    const session = new Session(kind, link, this.#quiet);
    this.streams.sessions.add(session);
    this.streams.sendStatus(session);

    return session;
  }

  disconnect(session: Session): void {
    this.streams.sessions.delete(session);
  }

  /** One message of a client. */
  receive(session: Session, text: string): void {
    const request = readRequest(text, this.#context.now());
    if (request === null) {
      session.send('reply', {error: 'Malformed request', success: false});
      return;
    }
    let frames: readonly Frame[] = [];
    const reset = (): void => session.link.terminate();
    this.#perform({
      name: request.method,
      act: () => void (frames = this.#sockets.answer(session, request)),
      deliver: () => frames.forEach(({channel, frame}) => session.send(channel, frame)),
      refuse: error => {
        const {channel, frame} = this.#sockets.failure(request, error);
        session.send(channel, frame);
      },
      badGateway: reset,
      reset,
    });
  }

  /** Faults of the moment; to be called now and then. */
  tick(): void {
    for (const fault of this.#context.faults.due()) this.#strike(fault);
  }

  #perform(call: Call): void {
    const {call: faults, venue} = this.#context.faults.atCall(call.name);
    const refusal = faults.find(fault => fault.name === 'refuse' || fault.name === 'rate-limit');
    if (refusal !== undefined) return call.refuse(refusal.name === 'refuse' ? refusal.error : rateLimitText(call.name));
    const lost = faults.find(fault => fault.name === 'drop-request');
    if (lost !== undefined) return lost.how === 'reset' ? call.reset() : undefined;
    if (faults.some(fault => fault.name === 'bad-gateway' && !fault.reaches)) return call.badGateway();
    const wait = delayOf(faults, 'before');
    if (wait === 0) return this.#act(call, faults, venue);
    this.#options.timers.after(wait, () => this.#act(call, faults, venue));

    return undefined;
  }

  #act(call: Call, faults: readonly CallFault[], venue: readonly VenueFault[]): void {
    const amnesia = faults.find(fault => fault.name === 'amnesia');
    const known = this.#context.exchange.truth.orders().length;
    call.act();
    this.#context.commit();
    if (amnesia !== undefined) this.#forget(known, amnesia.forMs);
    const isEarly = faults.some(fault => fault.name === 'early-events');
    if (isEarly) this.streams.publish();
    this.#deliver(call, faults);
    for (const fault of venue) this.#strike(fault);
    this.streams.publish();
  }

  #deliver(call: Call, faults: readonly CallFault[]): void {
    const lost = faults.find(fault => fault.name === 'drop-ack');
    const wait = delayOf(faults, 'after');
    if (lost !== undefined) {
      if (lost.how === 'reset') call.reset();
    } else if (faults.some(fault => fault.name === 'bad-gateway')) call.badGateway();
    else if (wait > 0) this.#options.timers.after(wait, call.deliver);
    else call.deliver();
  }

  #forget(known: number, forMs: number): void {
    const until = this.#context.elapsed() + forMs;
    for (const order of this.#context.exchange.truth.orders().slice(known))
      this.#context.forgotten.set(order.id, until);
  }

  #strike(fault: VenueFault): void {
    switch (fault.name) {
      case 'disconnect':
        for (const session of this.streams.sessions) {
          if (fault.sockets === 'all' || fault.sockets === session.kind) session.link.terminate();
        }
        return;
      case 'silence':
        this.#quiet.silence(fault.forMs, fault.pongs);
        return;
      case 'channel-stall':
        this.#quiet.stall(fault.channel, fault.forMs);
        return;
      case 'token-expiry':
        this.#context.tokens.expireAll();
        return;
      default:
        this.#options.onVenueFault(fault);
    }
  }
}

const delayOf = (faults: readonly CallFault[], where: 'before' | 'after'): number => {
  const delay = faults.find(fault => fault.name === 'delay' && fault.where === where);

  return delay?.name === 'delay' ? delay.forMs : 0;
};

const ORDER_CALLS = new Set(['AddOrder', 'AmendOrder', 'CancelOrder', 'add_order', 'amend_order', 'cancel_order']);

const rateLimitText = (call: string): string =>
  ORDER_CALLS.has(call) ? 'EOrder:Rate limit exceeded' : 'EAPI:Rate limit exceeded';

const readRequest = (text: string, timeIn: number): SocketRequest | null => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('method' in value)) return null;
    const {method, params, req_id: reqId} = value as {method: unknown; params?: unknown; req_id?: unknown};
    if (typeof method !== 'string') return null;
    const isRecord = typeof params === 'object' && params !== null;

    return {method, params: isRecord ? (params as SocketRequest['params']) : {}, reqId, timeIn};
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};
