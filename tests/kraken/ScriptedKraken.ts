import {KrakenBroker} from '../../brokers/kraken/KrakenBroker.ts';
import spec from '../../brokers/kraken/spec.json' with {type: 'json'};
import {ConnectBudget} from '../../brokers/net/ConnectBudget.ts';
import type {HttpRequest, SendHttp} from '../../brokers/net/sendHttp.ts';
import type {FeedReport} from '../../brokers/IBrokerAdapter.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {RestoredOrder} from '../../core/domain/RestoredOrder.ts';
import {RecordingListener} from '../contracts/brokerContract.ts';
import {type ScriptedSocket, ScriptedSockets, settled} from '../net/ScriptedSockets.ts';
import {ManualTime} from '../support/ManualTime.ts';

/** The real addresses, because the adapter takes no others; who answers is the script. */
export const URLS = spec.endpoints;
export const CREDENTIALS = {apiKey: 'the-public-key', apiSecret: Buffer.from('the-private-secret').toString('base64')};

export const PAIR = {
  altname: 'XBTUSD',
  wsname: 'XBT/USD',
  base: 'XXBT',
  quote: 'ZUSD',
  pair_decimals: 1,
  lot_decimals: 8,
  fees: [[0, 0.4]],
  fees_maker: [[0, 0.25]],
  ordermin: '0.00005',
  costmin: '0.5',
  tick_size: '0.1',
  status: 'online',
};

type Frame = {readonly method: string; readonly req_id: number; readonly params?: Record<string, unknown>};

/** REST of a venue whose answers the test sets; what it does not set is empty. */
export class ScriptedRest {
  readonly calls: string[] = [];
  readonly bodies: string[] = [];
  /** Whether a query for one order gives only that one. */
  filters = true;
  readonly headers: Readonly<Record<string, string>>[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** By method: what it answers, or an error to throw. */
  readonly answers = new Map<string, unknown>([
    ['AssetPairs', {XXBTZUSD: PAIR}],
    ['GetWebSocketsToken', {token: 'THE-TOKEN', expires: 900}],
    ['OpenOrders', {open: {}}],
    ['ClosedOrders', {closed: {}, count: 0}],
    ['TradesHistory', {trades: {}, count: 0}],
    ['BalanceEx', {ZUSD: {balance: '10000.0000', hold_trade: '0.0000'}}],
    ['TradeVolume', {fees: {XXBTZUSD: {fee: '0.2600'}}, fees_maker: {XXBTZUSD: {fee: '0.1600'}}}],
    ['Trades', {XXBTZUSD: [], last: '0'}],
    ['OHLC', {XXBTZUSD: [], last: 0}],
  ]);

  readonly send: SendHttp = async (request: HttpRequest) => {
    const method = /\/0\/(?:public|private)\/(\w+)/.exec(request.url)?.[1] ?? '';
    this.calls.push(method);
    this.bodies.push(request.body ?? request.url);
    this.headers.push(request.headers ?? {});
    const time = {unixtime: Math.floor(this.#now() / 1_000)};
    const answer = method === 'Time' ? time : this.answers.get(method);
    if (answer instanceof Error) throw answer;
    const wanted = new URLSearchParams(request.body ?? '').get('cl_ord_id');
    const result = wanted === null || !this.filters ? answer : onlyOf(answer, wanted);
    if (Array.isArray(result)) return {status: 200, text: JSON.stringify({error: result})};
    if (typeof result === 'string') return {status: 502, text: result};

    return {status: 200, text: JSON.stringify({error: [], result})};
  };
}

const onlyOf = (answer: unknown, clientOrderId: string): unknown =>
  JSON.parse(JSON.stringify(answer), (key, value) =>
    key === 'open' || key === 'closed'
      ? Object.fromEntries(
          Object.entries(value as Record<string, {cl_ord_id?: string}>).filter(
            ([, one]) => one.cl_ord_id === clientOrderId,
          ),
        )
      : value,
  );

/** Keeps what is said of the feed too. */
class Listener extends RecordingListener {
  readonly feed: FeedReport[] = [];

  override onFeed(report?: FeedReport): void {
    if (report !== undefined) this.feed.push(report);
  }
}

/** An adapter between a scripted REST side and scripted sockets, on a time that the test moves. */
export class ScriptedKraken {
  readonly time = new ManualTime();
  readonly rest = new ScriptedRest(() => this.time.clock.now());
  readonly sockets = new ScriptedSockets();
  readonly heard = new Listener();
  readonly broker: KrakenBroker;
  readonly #answered = new Map<ScriptedSocket, number>();
  /** Requests that the test answers itself. */
  readonly silent = new Set<string>(['add_order', 'cancel_order', 'amend_order']);
  #sequence = 0;

  constructor() {
    this.broker = new KrakenBroker({
      credentials: CREDENTIALS,
      edge: {
        urls: URLS,
        clock: this.time.clock,
        timers: this.time.timers,
        random: () => 0.5,
        tier: 'pro',
        openSocket: this.sockets.open,
        sendHttp: this.rest.send,
        budget: new ConnectBudget({connects: 150, windowMs: 600_000}),
      },
    });
  }

  get feed(): readonly FeedReport[] {
    return this.heard.feed;
  }

  get private(): ScriptedSocket {
    return this.#socket(URLS.privateSocket);
  }

  get public(): ScriptedSocket {
    return this.#socket(URLS.publicSocket);
  }

  #socket(url: string): ScriptedSocket {
    const socket = this.sockets.all.findLast(one => one.url === url);
    if (socket === undefined) throw new Error(`Nobody has connected to ${url}.`);

    return socket;
  }

  /** Connected, with the private channels up. */
  static async connected(): Promise<ScriptedKraken> {
    const venue = new ScriptedKraken();
    await venue.broker.markets(['BTC/USD']);
    const up = venue.broker.connect(venue.heard);
    await venue.accept(venue.private);
    await venue.pass(0);
    await up;

    return venue;
  }

  /** The socket opens and the venue agrees to what it is asked. */
  async accept(socket: ScriptedSocket): Promise<void> {
    socket.open();
    await this.pass(0);
  }

  frames(socket: ScriptedSocket, method: string): readonly Frame[] {
    return socket.sent.map(text => JSON.parse(text) as Frame).filter(frame => frame.method === method);
  }

  get orders(): readonly Frame[] {
    return this.sockets.all.flatMap(socket => this.frames(socket, 'add_order'));
  }

  /** Answers the last request of this method. */
  answer(method: string, fields: object): void {
    const frame = this.frames(this.private, method).at(-1);
    this.private.say({method, req_id: frame?.req_id, success: true, result: {}, ...fields});
  }

  /** One or more events of the executions channel, in one frame. */
  execute(...events: readonly object[]): void {
    this.#sequence += 1;
    const timestamp = new Date(this.time.clock.now()).toISOString();
    this.private.say({
      channel: 'executions',
      type: 'update',
      sequence: this.#sequence,
      data: events.map(event => ({timestamp, order_id: 'O-1', ...event})),
    });
  }

  skipSequence(): void {
    this.#sequence += 1;
  }

  /** Lets time pass in small steps; the venue answers what it answers by itself, and heartbeats keep the links alive. */
  async pass(ms: number, {isAlive = true} = {}): Promise<void> {
    for (let left = ms; ; left -= 500) {
      await this.#serve(isAlive);
      if (left <= 0) return;
      this.time.advance(Math.min(500, left));
    }
  }

  async #serve(isAlive: boolean): Promise<void> {
    for (let round = 0; round < 6; round += 1) {
      await settled();
      for (const socket of this.sockets.all) if (isAlive) this.#serveSocket(socket);
    }
    await settled();
  }

  #serveSocket(socket: ScriptedSocket): void {
    if (socket.isTerminated || socket.sent.length === 0) return;
    const from = this.#answered.get(socket) ?? 0;
    this.#answered.set(socket, socket.sent.length);
    for (const text of socket.sent.slice(from)) {
      const {method, req_id} = JSON.parse(text) as Frame;
      const time_in = new Date(this.time.clock.now()).toISOString();
      if (!this.silent.has(method)) socket.say({method, req_id, success: true, result: {}, time_in});
    }
    socket.say({channel: 'heartbeat'});
  }
}

/** An order of an earlier run of which nothing but its intent is known. */
export const restored = (clientOrderId: string, fields: Partial<RestoredOrder> = {}): RestoredOrder => {
  const intent = order(clientOrderId);
  const {quantity, stopPrice = null} = intent;

  return {intent, venueOrderId: null, quantity, stopPrice, filled: '0', executionIds: [], isFinal: false, ...fields};
};

export const order = (clientOrderId: string, fields: Partial<OrderIntent> = {}): OrderIntent => ({
  clientOrderId,
  symbol: 'BTC/USD',
  side: 'buy',
  type: 'limit',
  limitPrice: '50000',
  quantity: '0.01',
  reduceOnly: false,
  purpose: 'entry',
  strategy: 'test',
  decision: 1,
  ...fields,
});

/** One fill of the order as the venue tells it. */
export const fill = (executionId: string, quantity: number, fields: object = {}): object => ({
  exec_type: 'trade',
  exec_id: executionId,
  order_status: 'partially_filled',
  symbol: 'BTC/USD',
  side: 'buy',
  last_qty: quantity,
  last_price: 50_000,
  liquidity_ind: 't',
  fees: [{asset: 'USD', qty: 0.5}],
  ...fields,
});

/** The order as a REST query gives it. */
export const row = (clientOrderId: string, fields: object = {}): object => ({
  cl_ord_id: clientOrderId,
  status: 'open',
  vol: '0.01000000',
  vol_exec: '0.00000000',
  descr: {pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000.0'},
  ...fields,
});

/** A fill as a REST query gives it. */
export const history = (orderId: string, quantity: string, time: number): object => ({
  ordertxid: orderId,
  pair: 'XXBTZUSD',
  type: 'buy',
  price: '50000.0',
  vol: quantity,
  fee: '0.5',
  time: time / 1_000,
  maker: false,
});
