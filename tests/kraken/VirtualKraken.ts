import {KrakenBroker} from '../../brokers/kraken/KrakenBroker.ts';
import type {OpenSocket} from '../../brokers/net/Socket.ts';
import type {SendHttp} from '../../brokers/net/sendHttp.ts';
import {Random} from '../../brokers/simulator/flow/Random.ts';
import {KrakenSimulation} from '../../brokers/simulator/KrakenSimulation.ts';
import {madeUpMarkets} from '../../brokers/simulator/madeUpMarkets.ts';
import type {RateTier} from '../../brokers/simulator/engine/limits.ts';
import {fromNumber} from '../../core/domain/Decimal.ts';
import {VirtualTime} from '../support/VirtualTime.ts';

const CREDENTIALS = {apiKey: 'virtual', apiSecret: Buffer.from('virtual').toString('base64')};
const URLS = {rest: 'http://127.0.0.1', publicSocket: 'ws://127.0.0.1/v2', privateSocket: 'ws://127.0.0.1/auth/v2'};
/** One way over the network, ms. */
const LATENCY = {leastMs: 1, mostMs: 20};

type Options = {
  readonly seed?: number;
  readonly symbols?: readonly string[];
  readonly rateTier?: RateTier;
  readonly balances?: Readonly<Record<string, string>>;
  readonly clockSkewMs?: number;
};

/** The simulated exchange behind its whole protocol in virtual time: no sockets, no sleeps, the same every time. */
export class VirtualKraken {
  readonly time = new VirtualTime();
  readonly credentials = CREDENTIALS;
  readonly urls = URLS;
  readonly simulation: KrakenSimulation;
  /** Connects that were made, whoever made them. */
  connects = 0;
  /** REST calls by name, in order. */
  readonly calls: string[] = [];
  readonly #random: Random;

  constructor({seed = 1, symbols = ['SOL/USD'], rateTier = 'pro', ...options}: Options = {}) {
    const {clock, timers} = this.time;
    this.#random = new Random(`${seed} network`);
    this.simulation = new KrakenSimulation({
      seed,
      clock,
      timers,
      rateTier,
      credentials: CREDENTIALS,
      balances: options.balances ?? {USD: '10000'},
      markets: madeUpMarkets({seed, symbols, opensAt: clock.now() + (options.clockSkewMs ?? 0), historyMinutes: 10}),
      flow: false,
      ...(options.clockSkewMs === undefined ? {} : {clockSkewMs: options.clockSkewMs}),
    });
    this.simulation.start();
  }

  /** The real adapter, not connected yet. */
  krakenBroker(): KrakenBroker {
    const {clock, timers} = this.time;

    return new KrakenBroker({
      credentials: CREDENTIALS,
      simulated: {speed: 1},
      edge: {
        clock,
        timers,
        random: () => this.#random.uniform(),
        tier: 'pro',
        openSocket: this.openSocket,
        sendHttp: this.sendHttp,
        urls: URLS,
      },
    });
  }

  readonly openSocket: OpenSocket = (url, events) => {
    const kind = url === URLS.privateSocket ? 'private' : 'public';
    const [there, back] = [this.#lane(), this.#lane()];
    let isEnded = false;
    const end = (reason: string): void => {
      if (isEnded) return;
      isEnded = true;
      this.simulation.dialect.disconnect(session);
      events.onClosed(reason);
    };
    this.connects += 1;
    const session = this.simulation.dialect.connect(kind, {
      send: text =>
        back(() => {
          if (!isEnded) events.onText(text);
        }),
      terminate: () => this.time.timers.after(0, () => end('cut off by the venue')),
    });
    back(() => {
      if (!isEnded) events.onOpen();
    });

    return {
      send: text =>
        there(() => {
          if (!isEnded) this.simulation.dialect.receive(session, text);
        }),
      terminate: () => {
        isEnded = true;
        this.simulation.dialect.disconnect(session);
      },
    };
  };

  readonly sendHttp: SendHttp = ({url, headers = {}, body = '', timeoutMs}) =>
    new Promise((resolve, reject) => {
      const {pathname, search} = new URL(url);
      const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      const [there, back] = [this.#lane(), this.#lane()];
      this.calls.push(pathname.split('/').at(-1) ?? '');
      const stop = this.time.timers.after(timeoutMs, () => reject(new Error('timed out')));
      there(() =>
        this.simulation.dialect.request(
          {path: pathname, query: search.slice(1), headers: lowered, body},
          {
            reply: (status, text) =>
              back(() => {
                stop();
                resolve({status, text});
              }),
            reset: () => {
              stop();
              reject(new Error('ECONNRESET'));
            },
          },
        ),
      );
    });

  /** One public trade at the price, coming from where the market is; the quotes of the crowd follow it. */
  move(price: number, quantity: number, symbol = 'SOL/USD'): void {
    const {exchange, market} = this.simulation;
    const last = exchange.lastPrice(symbol) ?? fromNumber(price);
    const side = fromNumber(price) < last ? 'sell' : 'buy';
    market.crowd.quote(symbol, fromNumber(price), side, this.simulation.now());
    market.crowd.take(symbol, {side, price: fromNumber(price), quantity: fromNumber(quantity)}, this.simulation.now());
    this.simulation.publish();
  }

  /** Sells down to the price, through every buyer above it. */
  sellDownTo(price: number, quantity: number, symbol = 'SOL/USD'): void {
    this.simulation.market.crowd.take(
      symbol,
      {side: 'sell', price: fromNumber(price), quantity: fromNumber(quantity)},
      this.simulation.now(),
    );
    this.simulation.publish();
  }

  /** Orders that the venue really has had under one of our ids. */
  trueOrders(clientOrderId: string): number {
    return this.simulation.exchange.truth.byClientOrderId(clientOrderId).length;
  }

  /** Ids of the executions that really happened to the account. */
  trueExecutions(): readonly string[] {
    return this.simulation.exchange.truth.executionsOf(this.simulation.account).map(({id}) => id);
  }

  close(): void {
    this.simulation.stop();
  }

  /** One direction of one conversation: each message takes its time, and none overtakes another. */
  #lane(): (action: () => void) => void {
    let lastAt = 0;

    return action => {
      const now = this.time.clock.monotonic();
      const wait = LATENCY.leastMs + this.#random.uniform() * (LATENCY.mostMs - LATENCY.leastMs);
      lastAt = Math.max(lastAt, now + wait);
      this.time.timers.after(lastAt - now, action);
    };
  }
}
