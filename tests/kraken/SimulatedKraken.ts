import {KrakenBroker} from '../../brokers/kraken/KrakenBroker.ts';
import {openWebSocket} from '../../brokers/net/openWebSocket.ts';
import type {OpenSocket} from '../../brokers/net/Socket.ts';
import {startSimulator, type Simulator} from '../../brokers/simulator/startSimulator.ts';
import type {FeedReport} from '../../brokers/IBrokerAdapter.ts';
import {fromNumber} from '../../core/domain/Decimal.ts';
import type {MarketRules} from '../../core/domain/Market.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {Clock, Timers} from '../../core/runtime/clock.ts';
import {RecordingListener} from '../contracts/brokerContract.ts';

/** Real time that runs faster, so that a wait of seconds is one of tenths. */
export const fastTime = (speed: number): {readonly clock: Clock; readonly timers: Timers} => {
  const start = Date.now();
  const began = performance.now();
  const elapsed = (): number => (performance.now() - began) * speed;

  return {
    clock: {now: () => Math.floor(start + elapsed()), monotonic: elapsed},
    timers: {
      every(ms, action) {
        const timer = setInterval(action, ms / speed);
        return () => clearInterval(timer);
      },
      after(ms, action) {
        const timer = setTimeout(action, ms / speed);
        return () => clearTimeout(timer);
      },
    },
  };
};

const POLL_MS = 5;

/** Resolves when the claim holds. @throws with its name when it does not in time. */
export const until = async (what: string, claim: () => boolean, withinMs = 15_000): Promise<void> => {
  const end = performance.now() + withinMs;
  while (!claim()) {
    if (performance.now() > end) throw new Error(`Waited ${withinMs} ms in vain until ${what}.`);
    await new Promise(resolve => {
      setTimeout(resolve, POLL_MS);
    });
  }
};

class Listener extends RecordingListener {
  readonly feed: FeedReport[] = [];
  readonly rules: MarketRules[] = [];

  onMarket(rules: MarketRules): void {
    this.rules.push(rules);
  }

  override onFeed(report?: FeedReport): void {
    if (report !== undefined) this.feed.push(report);
  }
}

const QUIET_MS = 30;

/** Watches what goes over the sockets, so that a test knows when there is nothing left to wait for. */
class Traffic {
  readonly #open = new Set<string>();
  #lastAt = 0;

  readonly openSocket: OpenSocket = (url, events) => {
    const key = (text: string): string => `${url} ${/"req_id":\s*(\d+)/.exec(text)?.[1] ?? ''}`;
    const socket = openWebSocket(url, {
      ...events,
      onText: text => {
        if (!text.includes('"heartbeat"')) this.#lastAt = performance.now();
        this.#open.delete(key(text));
        events.onText(text);
      },
    });

    return {
      ...socket,
      send: text => {
        this.#lastAt = performance.now();
        this.#open.add(key(text));
        socket.send(text);
      },
    };
  };

  async quiet(): Promise<void> {
    this.#lastAt = performance.now();
    await until('it is quiet', () => this.#open.size === 0 && performance.now() - this.#lastAt > QUIET_MS);
  }
}

export const SYMBOL = 'SOL/USD';

type OpenOptions = {
  readonly speed?: number;
  readonly clockSkewMs?: number;
  readonly balances?: Readonly<Record<string, string>>;
};

/** The real adapter against the simulated exchange over loopback sockets; nothing is traded but by the test. */
export class SimulatedKraken {
  readonly heard = new Listener();
  readonly simulator: Simulator;
  readonly broker: KrakenBroker;
  readonly time: {readonly clock: Clock; readonly timers: Timers};
  readonly #traffic = new Traffic();

  private constructor(simulator: Simulator, time: {clock: Clock; timers: Timers}) {
    this.simulator = simulator;
    this.time = time;
    this.broker = this.newBroker();
  }

  /** Another adapter for the same account, as a bot that starts again has one. */
  newBroker(): KrakenBroker {
    const {simulator} = this;

    return new KrakenBroker({
      credentials: simulator,
      simulated: {speed: 1},
      edge: {
        ...this.time,
        tier: 'pro',
        openSocket: this.#traffic.openSocket,
        urls: {rest: simulator.restUrl, publicSocket: simulator.wsPublicUrl, privateSocket: simulator.wsPrivateUrl},
      },
    });
  }

  /** Prices near 100, an account of 10000 USD unless told, time at `speed`. */
  static async open({
    speed = 10,
    clockSkewMs = 0,
    balances = {USD: '10000'},
  }: OpenOptions = {}): Promise<SimulatedKraken> {
    const time = fastTime(speed);
    const simulator = await startSimulator({
      ...time,
      port: 0,
      symbols: [SYMBOL],
      balances,
      rateTier: 'pro',
      flow: false,
      historyMinutes: 10,
      clockSkewMs,
    });
    const venue = new SimulatedKraken(simulator, time);
    venue.print(100, 1);

    return venue;
  }

  static async started(options = {}): Promise<SimulatedKraken> {
    const venue = await SimulatedKraken.open(options);
    await venue.broker.markets([SYMBOL]);
    await venue.broker.connect(venue.heard);
    await venue.broker.start();

    return venue;
  }

  /** One public trade; the quotes of the crowd follow it. */
  print(price: number, quantity: number): void {
    const {market, publish, now} = this.simulator;
    const takerSide = 'buy';
    market.crowd.quote(SYMBOL, fromNumber(price), takerSide, now());
    market.crowd.take(SYMBOL, {side: takerSide, price: fromNumber(price), quantity: fromNumber(quantity)}, now());
    publish();
  }

  /** Sells down to the price, through every buyer above it. */
  sellDownTo(price: number, quantity: number): void {
    const {market, publish, now} = this.simulator;
    market.crowd.take(SYMBOL, {side: 'sell', price: fromNumber(price), quantity: fromNumber(quantity)}, now());
    publish();
  }

  /** The market trades at the price, coming from where it is. */
  move(price: number, quantity: number): void {
    const {market, exchange, publish, now} = this.simulator;
    const last = exchange.lastPrice(SYMBOL) ?? fromNumber(price);
    const takerSide = fromNumber(price) < last ? 'sell' : 'buy';
    market.crowd.quote(SYMBOL, fromNumber(price), takerSide, now());
    market.crowd.take(SYMBOL, {side: takerSide, price: fromNumber(price), quantity: fromNumber(quantity)}, now());
    publish();
  }

  /** Resolves when every request has its answer and the sockets have nothing more to say. */
  settled(): Promise<void> {
    return this.#traffic.quiet();
  }

  submit(clientOrderId: string, fields: Partial<OrderIntent> = {}): void {
    this.broker.submit({
      clientOrderId,
      symbol: SYMBOL,
      side: 'buy',
      ...(fields.type === undefined ? {type: 'limit', limitPrice: '90'} : {type: fields.type}),
      quantity: '1',
      reduceOnly: false,
      purpose: 'entry',
      strategy: 'test',
      decision: 1,
      ...fields,
    });
  }

  /** Market ms since the time. */
  since(time: number): number {
    return this.time.clock.now() - time;
  }

  now(): number {
    return this.time.clock.now();
  }

  /** Waits for this story of an order. */
  async story(clientOrderId: string, ...kinds: readonly string[]): Promise<void> {
    const told = (): string => this.heard.story(clientOrderId).join(' ');
    await until(`the story of "${clientOrderId}" is: ${kinds.join(' ')}`, () => told() === kinds.join(' ')).catch(
      (error: unknown) => {
        throw new Error(`${String(error)} It is: ${told()}.`);
      },
    );
  }

  /** Orders of ours that the venue really has, by our ids. */
  trueOrders(clientOrderId: string): number {
    return this.simulator.truth
      .orders(this.simulator.account)
      .filter(({request}) => request.clientOrderId === clientOrderId).length;
  }

  /** Executions that really happened to the account. */
  trueExecutions(): readonly string[] {
    return this.simulator.truth.executionsOf(this.simulator.account).map(({id}) => id);
  }

  async close(): Promise<void> {
    await this.broker.stop();
    await this.simulator.stop();
  }
}
