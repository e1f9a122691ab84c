import {amendOrder, armDeadMan, cancelOrder, placeOrder, validateOrder} from '../accountCommands.ts';
import {CallError} from '../errors.ts';
import type {KrakenContext} from '../KrakenContext.ts';
import {stamp} from '../numberText.ts';
import {flagParam, type Params, readSocketOrder, textParam} from '../readOrder.ts';
import {type Session, subscriptionKey} from './Session.ts';
import {readSubscriptions} from './subscribe.ts';
import type {Streams} from './Streams.ts';

/** One message of a client, as far as it could be read. */
export type SocketRequest = {
  readonly method: string;
  readonly params: Params;
  readonly reqId: unknown;
  readonly timeIn: number;
};
/** A frame with the channel that faults know it by. */
export type Frame = {readonly channel: string; readonly frame: object};

type Method = (session: Session, params: Params) => object;

const idList = (params: Params, name: string): readonly string[] => {
  const value = params[name];
  if (value === undefined) return [];

  return (Array.isArray(value) ? value : [value]).map(String);
};

/** Answers the messages of sockets; it knows nothing of the sockets themselves. */
export class SocketApi {
  readonly #context: KrakenContext;
  readonly #streams: Streams;
  readonly #trading: Readonly<Record<string, Method>>;

  constructor(context: KrakenContext, streams: Streams) {
    this.#context = context;
    this.#streams = streams;
    this.#trading = {
      add_order: (session, params) => this.#add(session, params),
      amend_order: (session, params) => this.#amend(session, params),
      cancel_all: session => ({count: context.exchange.cancelAll(this.#account(session), context.now())}),
      cancel_all_orders_after: (session, params) => {
        const {current, trigger} = armDeadMan(context, this.#account(session), params);
        return {currentTime: stamp(current), triggerTime: trigger === null ? '0' : stamp(trigger)};
      },
    };
  }

  /** Frames that answer a request; what it did is not published yet. */
  answer(session: Session, request: SocketRequest): readonly Frame[] {
    try {
      return this.#answer(session, request);
    } catch (error) {
      if (error instanceof CallError) return [this.failure(request, error.message)];
      throw error;
    }
  }

  failure({method, reqId, timeIn}: SocketRequest, error: string, extra: object = {}): Frame {
    return this.#reply({error, method, ...extra, req_id: reqId, success: false, ...this.#times(timeIn)});
  }

  #answer(session: Session, request: SocketRequest): readonly Frame[] {
    const {method, params, timeIn, reqId} = request;
    if (method === 'ping') {
      return [{channel: 'pong', frame: {method: 'pong', req_id: reqId, ...this.#times(timeIn)}}];
    }
    this.#recognise(session, params);
    if (method === 'subscribe') return this.#subscribe(session, request);
    if (method === 'unsubscribe') return this.#unsubscribe(session, request);
    if (method === 'cancel_order') return this.#cancel(session, request);
    const trade = Object.hasOwn(this.#trading, method) ? this.#trading[method] : undefined;
    if (trade === undefined) throw new CallError(`Unsupported method: ${method}`);
    this.#account(session);
    const result = trade(session, params);

    return [this.#success(request, result)];
  }

  /** Takes note of the account that a token stands for; a token in use outlives its expiry. */
  #recognise(session: Session, params: Params): void {
    const token = textParam(params, 'token');
    if (token === null) return;
    const {tokens, now} = this.#context;
    const used = session.tokens.get(token);
    const account = used?.generation === tokens.generation ? used.account : tokens.accountOf(token, now());
    if (account === null) throw new CallError('ESession:Invalid session');
    session.tokens.set(token, {account, generation: tokens.generation});
    session.account = account;
  }

  #account(session: Session): string {
    if (session.kind === 'public')
      throw new CallError('Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com');
    if (session.account === null) throw new CallError('ESession:Invalid session');

    return session.account;
  }

  #add(session: Session, params: Params): object {
    const request = readSocketOrder(params, this.#context.now());
    const account = this.#account(session);
    if (flagParam(params, 'validate')) {
      validateOrder(this.#context, account, request);
      return {};
    }
    const {id} = placeOrder(this.#context, account, request);

    return {order_id: id, cl_ord_id: request.clientOrderId ?? undefined, order_userref: request.userReference};
  }

  #amend(session: Session, params: Params): object {
    const [id] = idList(params, 'order_id');
    const clientOrderId = textParam(params, 'cl_ord_id');
    if (id === undefined && clientOrderId === null) throw new CallError('EGeneral:Invalid arguments:order_id');
    const reference = id === undefined ? {clientOrderId: clientOrderId ?? ''} : {id};
    const order = amendOrder(this.#context, this.#account(session), reference, params);

    return {
      amend_id: this.#context.nextAmendId(),
      order_id: order.id,
      cl_ord_id: order.request.clientOrderId ?? undefined,
    };
  }

  /** One answer for each order that was named. */
  #cancel(session: Session, request: SocketRequest): readonly Frame[] {
    const {params} = request;
    const account = this.#account(session);
    const references = [
      ...idList(params, 'order_id').map(id => ({id})),
      ...idList(params, 'cl_ord_id').map(clientOrderId => ({clientOrderId})),
    ];
    if (references.length === 0) throw new CallError('EGeneral:Invalid arguments:order_id');

    return references.map(reference => {
      const named = 'id' in reference ? {order_id: reference.id} : {cl_ord_id: reference.clientOrderId};
      try {
        const order = cancelOrder(this.#context, account, reference);
        return this.#success(request, {order_id: order.id, cl_ord_id: order.request.clientOrderId ?? undefined});
      } catch (error) {
        if (error instanceof CallError) return this.failure(request, error.message, named);
        throw error;
      }
    });
  }

  #subscribe(session: Session, request: SocketRequest): readonly Frame[] {
    const asked = {context: this.#context, streams: this.#streams, session, params: request.params};

    return readSubscriptions(asked).flatMap(subscription => {
      if ('error' in subscription) return [this.failure(request, subscription.error, {symbol: subscription.symbol})];
      if (session.subscriptions.has(subscription.key)) {
        const symbol = subscription.symbol ?? undefined;
        return [this.failure(request, 'Already subscribed', {symbol})];
      }
      session.subscriptions.add(subscription.key);
      const snapshot = subscription.snapshot();
      const acknowledgement = this.#success(request, subscription.result);
      return snapshot === null
        ? [acknowledgement]
        : [acknowledgement, {channel: subscription.channel, frame: snapshot}];
    });
  }

  #unsubscribe(session: Session, request: SocketRequest): readonly Frame[] {
    const channel = textParam(request.params, 'channel') ?? '';
    const symbols = idList(request.params, 'symbol');

    return (symbols.length === 0 ? [''] : symbols).map(symbol => {
      const prefix = subscriptionKey(channel, symbol);
      const keys = [...session.subscriptions].filter(key => key === prefix || key.startsWith(`${prefix} `));
      if (keys.length === 0) return this.failure(request, 'Subscription Not Found', symbol === '' ? {} : {symbol});
      for (const key of keys) session.subscriptions.delete(key);
      return this.#success(request, {channel, symbol: symbol === '' ? undefined : symbol});
    });
  }

  #success({method, reqId, timeIn}: SocketRequest, result: object): Frame {
    return this.#reply({method, req_id: reqId, result, success: true, ...this.#times(timeIn)});
  }

  #reply(frame: object): Frame {
    return {channel: 'reply', frame};
  }

  #times(timeIn: number): object {
    return {time_in: stamp(timeIn), time_out: stamp(this.#context.now())};
  }
}
