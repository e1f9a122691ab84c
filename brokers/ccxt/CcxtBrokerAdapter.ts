import type {AccountSnapshot} from '../../core/domain/AccountSnapshot.ts';
import {bucketStart, type Candle, TIMEFRAME_MS, type Timeframe} from '../../core/domain/Candle.ts';
import type {VenueIdentity} from '../../core/domain/Event.ts';
import type {DecimalText, MarketSpec} from '../../core/domain/Market.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {OrderRecovery} from '../../core/domain/RestoredOrder.ts';
import {nodeClock, nodeTimers} from '../../core/runtime/clock.ts';
import {SymbolHealth} from '../feed/SymbolHealth.ts';
import {checkOnThisMachine} from '../net/checkOnThisMachine.ts';
import type {BrokerListener, Capabilities, IBrokerAdapter} from '../IBrokerAdapter.ts';
import {sendHttp} from '../net/sendHttp.ts';
import {VenueClock} from '../net/VenueClock.ts';
import {VenueUnreachable} from '../net/VenueError.ts';
import {OrderDesk} from '../orders/OrderDesk.ts';
import type {CcxtBrokerOptions} from './CcxtBrokerOptions.ts';
import {CcxtCalls} from './CcxtCalls.ts';
import type {CcxtEdge} from './CcxtEdge.ts';
import type {CcxtClient, CcxtMarkets} from './CcxtClient.ts';
import {CcxtFeed} from './CcxtFeed.ts';
import {CcxtQueries} from './CcxtQueries.ts';
import {ccxtRates, ccxtWire} from './ccxtWire.ts';
import {OrderWatch} from './OrderWatch.ts';
import {openClient} from './openClient.ts';
import {checkAbilities} from './checkAbilities.ts';
import {type Quirks, quirksOf} from './quirks.ts';
import {readCandles, specOf, spotMarket} from './readMarket.ts';

const HTTP_TIMEOUT_MS = 8_000;
const CLOCK_SAMPLES = 3;
/** Longest wait for the first agreement with the venue. */
const FIRST_AGREEMENT_MS = 60_000;

/** Trades on any spot exchange that ccxt knows, over REST and by asking again and again: slower than a native adapter, and just as sure. */
export class CcxtBrokerAdapter implements IBrokerAdapter {
  readonly identity: VenueIdentity;
  readonly capabilities: Capabilities;
  readonly #client: CcxtClient;
  readonly #quirks: Quirks;
  readonly #edge: CcxtEdge;
  readonly #calls: CcxtCalls;
  readonly #venueClock: VenueClock;
  readonly #options: CcxtBrokerOptions;
  readonly #specs = new Map<string, MarketSpec>();
  readonly #historyEnds = new Map<string, number>();
  #markets: CcxtMarkets | null = null;
  #recovery: OrderRecovery | null = null;
  #listener: BrokerListener | null = null;
  #health: SymbolHealth | null = null;
  #desk: OrderDesk | null = null;
  #watch: OrderWatch | null = null;
  #feed: CcxtFeed | null = null;
  #isStopped = false;

  private constructor(client: CcxtClient, edge: CcxtEdge, options: CcxtBrokerOptions) {
    const {exchange, simulated} = options;
    const quirks = quirksOf(exchange, client.has);
    this.#client = client;
    this.#quirks = quirks;
    this.#edge = edge;
    this.#options = options;
    this.#calls = new CcxtCalls({...edge, client, quirks});
    this.#venueClock = new VenueClock(edge.clock);
    const real: VenueIdentity = {name: exchange, mode: 'live', simulated: false, speed: 1, oneCancelsOther: false};
    this.identity =
      simulated === undefined
        ? real
        : {...real, name: `${exchange}-sim`, mode: 'paper', simulated: true, speed: simulated.speed};
    this.capabilities = {
      shorts: false,
      postOnly: true,
      stopOrders: quirks.hasStopOrders,
      amend: quirks.canAmend,
      oneCancelsOther: false,
      deadMansSwitch: false,
      keepsAccount: true,
    };
  }

  /** Loads the one class of ccxt that is needed. @throws RangeError when there is none of that name, or it cannot do what is needed. */
  static async open(options: CcxtBrokerOptions): Promise<CcxtBrokerAdapter> {
    const urls = options.simulated?.urls;
    for (const address of Object.values(urls ?? {})) checkOnThisMachine(address);
    const edge = {clock: nodeClock, timers: nodeTimers, random: Math.random, sendHttp, ...options.edge};
    const {exchange, credentials} = options;
    const client = await openClient({exchange, credentials, ...edge, urls, timeoutMs: HTTP_TIMEOUT_MS});
    checkAbilities(client, quirksOf(exchange, client.has));

    return new CcxtBrokerAdapter(client, edge, options);
  }

  /** The venue's time, ms UTC. */
  now(): number {
    return this.#venueClock.now();
  }

  /** With the fees of this account. */
  async markets(symbols: readonly string[]): Promise<readonly MarketSpec[]> {
    const markets = await this.#load();
    const chosen = symbols.map(symbol => spotMarket(this.identity.name, markets, symbol));
    this.#specs.clear();
    for (const market of chosen) {
      const {symbol} = market;
      const hasFees = this.#client.has['fetchTradingFee'] === true;
      const fees = hasFees
        ? await this.#calls.ofAccount('the fees', client => client.fetchTradingFee(symbol))
        : undefined;
      this.#specs.set(symbol, specOf(market, fees));
    }

    return [...this.#specs.values()];
  }

  async history(symbol: string, timeframe: Timeframe, count: number): Promise<readonly Candle[]> {
    const lengthMs = TIMEFRAME_MS[timeframe];
    const now = this.#venueClock.now();
    const since = bucketStart(now, lengthMs) - count * lengthMs;
    const rows = await this.#calls.ofMarket(`the candles of ${symbol}`, client =>
      client.fetchOHLCV(symbol, timeframe, since, count + 1),
    );
    const closed = readCandles(rows).filter(({time}) => time + lengthMs <= now);
    const candles = count <= 0 ? [] : closed.slice(-count);
    const last = candles.at(-1);
    if (last !== undefined) this.#historyEnds.set(symbol, last.time + lengthMs);

    return candles;
  }

  /** Goes on after a restart with the orders of the journal, before `connect`, which then finds out about them. */
  restore(recovery: OrderRecovery): void {
    if (this.#desk !== null) throw new Error('Orders can be restored only before the broker is connected.');
    this.#recovery = recovery;
  }

  async connect(listener: BrokerListener): Promise<void> {
    const symbols = [...this.#specs.keys()];
    const health = new SymbolHealth(symbols, report => listener.onFeed(report));
    const desk = this.#makeDesk(listener);
    if (this.#recovery !== null) desk.restore(this.#recovery);
    this.#listener = listener;
    this.#health = health;
    this.#desk = desk;
    this.#watch = new OrderWatch({
      ...this.#edge,
      desk,
      everyMs: this.#options.ordersEveryMs ?? 2_000,
      onLost: reason => listener.onAccount?.({kind: 'lost', reason}),
      onRestored: () => listener.onAccount?.({kind: 'ready'}),
    });
    await this.#readClock();
    const isAgreed = await this.#agreeInTime(desk);
    if (!isAgreed) throw new VenueUnreachable(`${this.identity.name} does not say what it has of our orders.`);
    this.#watch.start();
  }

  async start(): Promise<void> {
    this.#running('start the feed');
    const [listener, health] = [this.#listener, this.#health];
    const startedAt = this.now();
    this.#feed = new CcxtFeed({
      calls: this.#calls,
      quirks: this.#quirks,
      timers: this.#edge.timers,
      symbols: [...this.#specs.keys()],
      since: symbol => this.#historyEnds.get(symbol) ?? bucketStart(startedAt, TIMEFRAME_MS['1m']),
      everyMs: this.#options.tradesEveryMs ?? 2_000,
      listener: {
        onTrade: trade => listener?.onTrade(trade),
        onAlive: symbol => listener?.onAlive?.(symbol),
        onLost: (symbol, reason) => health?.suffers(symbol, 'feed', reason),
        onRestored: symbol => health?.recovers(symbol, 'feed'),
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

  async account(): Promise<AccountSnapshot> {
    const desk = this.#running('ask for the account');
    await this.#readClock(1);

    return desk.account();
  }

  /** What rests is left to the venue. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#feed?.stop();
    this.#watch?.stop();
    this.#desk?.stop();
  }

  #makeDesk(listener: BrokerListener): OrderDesk {
    const venueNow = (): number => this.#venueClock.now();
    const symbols = [...this.#specs.keys()];

    return new OrderDesk({
      ...this.#edge,
      venue: this.identity.name,
      venueNow,
      times: this.#quirks.times,
      names: {
        symbolOf: name => name,
        assetOf: name => name,
        quoteOf: name => name.split('/')[1] ?? '',
      },
      symbols,
      rates: ccxtRates(this.#quirks, () => this.#edge.clock.monotonic()),
      wire: ccxtWire({
        calls: this.#calls,
        quirks: this.#quirks,
        marketOf: symbol => this.#specOf(symbol),
        onAnswer: () => this.#watch?.look(),
      }),
      queries: new CcxtQueries({calls: this.#calls, quirks: this.#quirks, symbols, now: venueNow}),
      isPolled: true,
      onOrder: report => listener.onOrder(report),
      onWorking: () => {},
    });
  }

  /** ccxt keeps a failed load for ever, so every further one is made anew. */
  async #load(): Promise<CcxtMarkets> {
    let isAgain = false;
    this.#markets ??= await this.#calls.ofMarket('the markets', client => {
      const isReload = isAgain;
      isAgain = true;

      return client.loadMarkets(isReload);
    });

    return this.#markets;
  }

  async #readClock(samples = CLOCK_SAMPLES): Promise<void> {
    if (this.#client.has['fetchTime'] !== true) return;
    for (let sample = 0; sample < samples; sample += 1) {
      const {sentAt, time} = await this.#calls.ofMarket('the time', async client => {
        const asked = this.#edge.clock.monotonic();

        return {sentAt: asked, time: await client.fetchTime()};
      });
      if (time === undefined) continue;
      // Some exchanges tell whole seconds only.
      if (time % 1_000 === 0) this.#venueClock.sampleSeconds(sentAt, time / 1_000);
      else this.#venueClock.sample(sentAt, time);
    }
  }

  async #agreeInTime(desk: OrderDesk): Promise<boolean> {
    let isInTime = true;
    const stop = this.#edge.timers.after(FIRST_AGREEMENT_MS, () => {
      isInTime = false;
    });
    const isAgreed = await desk.catchUp(() => isInTime);
    stop();

    return isAgreed;
  }

  #specOf(symbol: string): MarketSpec {
    const spec = this.#specs.get(symbol);
    if (spec === undefined)
      throw new RangeError(`"${symbol}" is not one of our markets: ${[...this.#specs.keys()].join(', ')}.`);

    return spec;
  }

  #running(what: string): OrderDesk {
    if (this.#desk === null) throw new Error(`Cannot ${what}: the ccxt broker is not connected.`);
    if (this.#isStopped) throw new Error(`Cannot ${what}: the ccxt broker is stopped.`);

    return this.#desk;
  }
}
