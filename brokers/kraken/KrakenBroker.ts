import type {AccountSnapshot} from '../../core/domain/AccountSnapshot.ts';
import {bucketStart, type Candle, TIMEFRAME_MS, type Timeframe} from '../../core/domain/Candle.ts';
import type {VenueIdentity} from '../../core/domain/Event.ts';
import type {DecimalText, MarketSpec} from '../../core/domain/Market.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {OrderRecovery} from '../../core/domain/RestoredOrder.ts';
import type {BrokerListener, Capabilities, IBrokerAdapter} from '../IBrokerAdapter.ts';
import {type Edge, edgeWith, type VenueEdge} from './Edge.ts';
import {KrakenFeed} from './KrakenFeed.ts';
import {checkAddresses} from './checkAddresses.ts';
import {closedCandles, learnSeconds, makeRest} from './KrakenMarket.ts';
import type {Credentials, KrakenRest} from './KrakenRest.ts';
import {KrakenSession} from './KrakenSession.ts';
import {Pairs} from './Pairs.ts';
import spec from './spec.json' with {type: 'json'};

export type KrakenBrokerOptions = {
  readonly credentials: Credentials;
  /** Other than the real endpoints, clock and network. */
  readonly edge?: Partial<Edge>;
  /** Set when the other end is a simulated exchange on this machine, with its market time per real time. */
  readonly simulated?: {readonly speed: number};
};

const REAL: VenueIdentity = {name: spec.name, mode: 'live', simulated: false, speed: 1, oneCancelsOther: false};
/** The way is the live one, the money is not: whatever runs on it is paper. */
const SIMULATED = {name: 'kraken-sim', mode: 'paper', simulated: true, oneCancelsOther: false} as const;

/** Trades on Kraken's spot market over its own sockets; what it cannot be sure of it reports as unknown and finds out. */
export class KrakenBroker implements IBrokerAdapter {
  readonly capabilities: Capabilities = {
    shorts: false,
    postOnly: true,
    stopOrders: true,
    amend: true,
    oneCancelsOther: false,
    deadMansSwitch: true,
    keepsAccount: true,
  };
  readonly identity: VenueIdentity;
  readonly #edge: VenueEdge;
  readonly #rest: KrakenRest;
  readonly #historyEnds = new Map<string, number>();
  #recovery: OrderRecovery | null = null;
  #pairs: Pairs | null = null;
  #symbols: readonly string[] = [];
  #listener: BrokerListener | null = null;
  #session: KrakenSession | null = null;
  #feed: KrakenFeed | null = null;
  #isStopped = false;

  /** @throws RangeError when the address and what is said of it do not fit: nothing is signed for a place that is not what it should be. */
  constructor({credentials, edge, simulated}: KrakenBrokerOptions) {
    this.#edge = edgeWith(edge);
    checkAddresses(this.#edge.urls, simulated !== undefined);
    this.#rest = makeRest(this.#edge, credentials);
    this.identity = simulated === undefined ? REAL : {...SIMULATED, ...simulated};
  }

  /** The venue's time, ms UTC. */
  now(): number {
    return this.#edge.clock.now();
  }

  /** With the fees of this account. */
  async markets(symbols: readonly string[]): Promise<readonly MarketSpec[]> {
    await learnSeconds(this.#edge, this.#rest);
    this.#pairs ??= new Pairs(await this.#rest.pairs());
    const pairs = symbols.map(symbol => this.#known().of(symbol));
    this.#symbols = symbols;
    const fees = await this.#rest.fees(pairs.map(({names: [name = '']}) => name));

    return pairs.map(({spec, names: [name = '']}) => ({...spec, ...fees.get(name)}));
  }

  async history(symbol: string, timeframe: Timeframe, count: number): Promise<readonly Candle[]> {
    const pairs = this.#known();
    const candles = await closedCandles({rest: this.#rest, pairs, symbol, timeframe, count, now: this.now()});
    const last = candles.at(-1);
    if (last !== undefined) this.#historyEnds.set(symbol, last.time + TIMEFRAME_MS[timeframe]);

    return candles;
  }

  /** Goes on after a restart with the orders of the journal, before `connect`, which then finds out about them. */
  restore(recovery: OrderRecovery): void {
    if (this.#session !== null) throw new Error('Orders can be restored only before the broker is connected.');
    this.#recovery = recovery;
  }

  async connect(listener: BrokerListener): Promise<void> {
    const session = new KrakenSession({
      edge: this.#edge,
      rest: this.#rest,
      pairs: this.#known(),
      symbols: this.#symbols,
      listener: {
        onOrder: report => listener.onOrder(report),
        onDown: reason => listener.onAccount?.({kind: 'lost', reason: `the private connection is lost: ${reason}`}),
        onReady: () => listener.onAccount?.({kind: 'ready'}),
        onChanged: () => listener.onAccount?.({kind: 'changed'}),
      },
    });
    if (this.#recovery !== null) session.restore(this.#recovery);
    this.#listener = listener;
    this.#session = session;
    await session.open();
  }

  async start(): Promise<void> {
    this.#running('start the feed');
    const [listener, pairs] = [this.#listener, this.#known()];
    this.#feed = new KrakenFeed({
      edge: this.#edge,
      rest: this.#rest,
      pairs: this.#symbols.map(symbol => pairs.of(symbol)),
      since: symbol => this.#historyEnds.get(symbol) ?? bucketStart(this.now(), TIMEFRAME_MS['1m']),
      listener: {
        onTrade: trade => {
          if (!this.#isStopped) listener?.onTrade(trade);
        },
        onBook: () => {},
        onAlive: (symbol, ageMs) => listener?.onAlive?.(symbol, ageMs),
        onFeed: report => listener?.onFeed(report),
        onMarket: rules => listener?.onMarket?.(rules),
      },
    });
    await this.#feed.start();
  }

  submit(intent: OrderIntent): void {
    this.#running(`submit "${intent.clientOrderId}"`).submit(intent);
  }

  cancel(clientOrderId: string): void {
    this.#running(`cancel "${clientOrderId}"`).cancel(clientOrderId);
  }

  amend(clientOrderId: string, quantity: DecimalText, stopPrice?: DecimalText): void {
    this.#running(`amend "${clientOrderId}"`).amend(clientOrderId, quantity, stopPrice);
  }

  forget(clientOrderId: string): void {
    this.#running(`forget "${clientOrderId}"`).forget(clientOrderId);
  }

  account(): Promise<AccountSnapshot> {
    return this.#running('ask for the account').account();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#feed?.stop();
    await this.#session?.stop();
  }

  #running(what: string): KrakenSession {
    if (this.#session === null) throw new Error(`Cannot ${what}: the Kraken broker is not connected.`);
    if (this.#isStopped) throw new Error(`Cannot ${what}: the Kraken broker is stopped.`);

    return this.#session;
  }

  #known(): Pairs {
    if (this.#pairs === null) throw new Error('Ask for the markets first.');

    return this.#pairs;
  }
}
