import {rulesOf} from '../../core/domain/Market.ts';
import type {Trade} from '../../core/domain/Trade.ts';
import {QuietProof} from '../feed/QuietProof.ts';
import {SymbolHealth} from '../feed/SymbolHealth.ts';
import {TradeStream} from '../feed/TradeStream.ts';
import {ChannelWatch} from '../net/ChannelWatch.ts';
import {Connection} from '../net/Connection.ts';
import {RequestFailure} from '../net/RequestFailure.ts';
import {BookReplica} from './BookReplica.ts';
import type {BookChange, Instrument, KrakenMessage, Ticker} from './codec/messages.ts';
import {BOOK_DEPTH, type PublicSubscription, writePing, writePublic} from './codec/writeRequests.ts';
import {connectionLimits, learnTime, PROTOCOL, refusalOf, type VenueEdge} from './Edge.ts';
import type {FeedListener} from './FeedListener.ts';
import type {KrakenRest} from './KrakenRest.ts';
import {isOtherPrecision, type Pair, underInstrument} from './Pairs.ts';
import spec from './spec.json' with {type: 'json'};
import {tradesSince} from './tradesSince.ts';

type Parts = {
  readonly edge: VenueEdge;
  readonly rest: KrakenRest;
  readonly pairs: readonly Pair[];
  /** Where the history that the caller has ends, ms UTC: trades from there on are fetched. */
  readonly since: (symbol: string) => number;
  readonly listener: FeedListener;
};

/** `missedSince`: trades from there on, ms UTC, lack until they can be fetched. */
type Market = {pair: Pair; readonly trades: TradeStream; replica: BookReplica; missedSince: number | null};

const WATCH_EVERY_MS = 1_000;
const CHANNELS = ['trade', 'book', 'ticker'] as const;

/**
 * The public side of Kraken for a few markets: trades without holes or repeats, books that their checksum proves, and the
 * word when a market cannot be relied on, be it the socket, one channel or the content that has failed.
 */
export class KrakenFeed {
  readonly #parts: Parts;
  readonly #markets: ReadonlyMap<string, Market>;
  readonly #health: SymbolHealth;
  readonly #watch = new ChannelWatch(spec.channelStall);
  readonly #quiet: QuietProof;
  readonly #connection: Connection<PublicSubscription, KrakenMessage>;
  #stopWatch: () => void = () => {};
  #stopClock: () => void = () => {};
  #isStarted = false;
  #isStopped = false;

  constructor(parts: Parts) {
    const {edge, pairs, listener} = parts;
    this.#parts = parts;
    this.#markets = new Map(
      pairs.map(pair => [
        pair.spec.symbol,
        {pair, trades: new TradeStream(trade => listener.onTrade(trade)), replica: replicaOf(pair), missedSince: null},
      ]),
    );
    this.#health = new SymbolHealth([...this.#markets.keys()], report => listener.onFeed(report));
    this.#quiet = new QuietProof({
      afterMs: spec.quietProofAfterMs * edge.patience,
      ask: symbol => this.#askTrades(symbol),
      onProven: (symbol, askedAt) => listener.onAlive(symbol, edge.clock.monotonic() - askedAt),
    });
    this.#connection = new Connection({
      ...edge,
      url: edge.urls.publicSocket,
      limits: connectionLimits(edge),
      protocol: PROTOCOL,
      subscriptions: {
        key: wish => (wish.channel === 'instrument' ? wish.channel : `${wish.channel} ${wish.symbol}`),
        subscribe: (subscription, id) => writePublic('subscribe', subscription, id),
        unsubscribe: (subscription, id) => writePublic('unsubscribe', subscription, id),
        refusal: refusalOf,
      },
      listener: {
        onMessage: message => this.#onMessage(message),
        onAnswer: learnTime(edge),
        onUp: () => {
          if (this.#isStarted) void this.#onUp();
        },
        onDown: reason => this.#onDown(reason),
        onRefused: (wish, reason) => this.#onRefused(wish, reason),
      },
    });
  }

  /** Resolves when the subscriptions stand and what was traded since the history has been told. @throws when the venue cannot be reached. */
  async start(): Promise<void> {
    for (const {trades} of this.#markets.values()) trades.beginRepair();
    const perMarket = [...this.#markets.keys()].flatMap(symbol => CHANNELS.map(channel => ({channel, symbol})));
    this.#connection.want([...perMarket, {channel: 'instrument'}]);
    await this.#connection.open();
    this.#isStarted = true;
    await this.#onUp();
    const {timers, patience} = this.#parts.edge;
    this.#stopWatch = timers.every(WATCH_EVERY_MS, () => this.#check());
    this.#stopClock = timers.every(spec.clockEveryMs * patience, () => void this.#askTime());
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopWatch();
    this.#stopClock();
    this.#connection.stop();
  }

  #onMessage(message: KrakenMessage): void {
    switch (message.kind) {
      case 'trades':
        for (const trade of message.trades) this.#onTrade(trade);
        return;
      case 'books':
        for (const change of message.books) this.#onBook(change, message.isSnapshot);
        return;
      case 'tickers':
        for (const ticker of message.tickers) this.#onTicker(ticker);
        return;
      case 'instruments':
        for (const instrument of message.instruments) this.#onInstrument(instrument);
        return;
      case 'status':
        return this.#onStatus(message.system);
      default:
        return;
    }
  }

  #onTrade(trade: Trade): void {
    const market = this.#markets.get(trade.symbol);
    if (market === undefined) return;
    const wasSilent = this.#health.has(trade.symbol, 'silent trade');
    this.#heard('trade', trade.symbol);
    // What was traded between the last repair and this went by unheard.
    if (wasSilent) void this.#repair(trade.symbol);
    market.trades.add(trade);
  }

  #onBook(change: BookChange, isSnapshot: boolean): void {
    const {symbol} = change;
    const market = this.#markets.get(symbol);
    // After a wrong update the next ones are of no use: they wait for the snapshot that was asked for.
    if (market === undefined || (!isSnapshot && this.#health.has(symbol, 'book'))) return;
    this.#heard('book', symbol);
    const problem = market.replica.apply(change, isSnapshot);
    if (problem !== null) return this.#renewBook(market, problem);
    this.#health.recovers(symbol, 'book');
    if (this.#isStarted)
      this.#parts.listener.onBook(symbol, market.replica.book(), change.time ?? this.#parts.edge.clock.now());
  }

  #renewBook(market: Market, problem: string): void {
    const {symbol} = market.pair.spec;
    market.replica = replicaOf(market.pair);
    this.#health.suffers(symbol, 'book', problem);
    void this.#connection.renew({channel: 'book', symbol});
  }

  /** What the ticker knows and a channel has not said speaks against the channel. */
  #onTicker({symbol, last, bid}: Ticker): void {
    const market = this.#markets.get(symbol);
    if (market === undefined) return;
    const {trades, replica} = market;
    if (trades.last !== null && trades.last.price !== Number(last)) this.#watch.contradicted(`trade ${symbol}`);
    const best = replica.bestBid;
    if (best !== null && best !== Number(bid)) this.#watch.contradicted(`book ${symbol}`);
  }

  #onRefused(wish: PublicSubscription, reason: string): void {
    const {channel} = wish;
    const symbols = wish.channel === 'instrument' ? [...this.#markets.keys()] : [wish.symbol];
    for (const symbol of symbols)
      this.#health.suffers(symbol, `refused ${channel}`, `the venue refused "${channel}": ${reason}`);
  }

  /** A market that takes no new orders cannot be relied on; one whose rules change goes on under the new ones. */
  #onInstrument(instrument: Instrument): void {
    const {symbol, status} = instrument;
    const market = this.#markets.get(symbol);
    if (market === undefined) return;
    if (status === 'online') this.#health.recovers(symbol, 'market status');
    else this.#health.suffers(symbol, 'market status', `the market is in "${status}" mode`);
    const changed = underInstrument(market.pair, instrument);
    if (changed === null) return;
    if (isOtherPrecision(market.pair, changed)) market.replica = replicaOf(changed);
    market.pair = changed;
    this.#parts.listener.onMarket(rulesOf(changed.spec));
  }

  #onStatus(system: string): void {
    for (const symbol of this.#markets.keys()) {
      if (system === 'online') this.#health.recovers(symbol, 'status');
      else this.#health.suffers(symbol, 'status', `the exchange is in "${system}" mode`);
    }
  }

  #heard(channel: 'trade' | 'book', symbol: string): void {
    const now = this.#parts.edge.clock.monotonic();
    this.#watch.heard(`${channel} ${symbol}`, now);
    this.#health.recovers(symbol, `silent ${channel}`);
    if (channel === 'book') return;
    this.#quiet.heard(symbol, now);
    this.#parts.listener.onAlive(symbol);
  }

  /** Asks anew for channels that have stopped although the market moves. */
  #check(): void {
    const now = this.#parts.edge.clock.monotonic();
    for (const key of this.#watch.stalled(now)) {
      const [channel, symbol = ''] = key.split(' ');
      if (channel !== 'trade' && channel !== 'book') continue;
      this.#watch.begin(key, now);
      this.#health.suffers(symbol, `silent ${channel}`, `the ${channel} channel has stopped`);
      void this.#connection.renew({channel, symbol});
      if (channel === 'trade') void this.#repair(symbol);
    }
    if (this.#connection.isUp) this.#quiet.check(now);
  }

  /** Any answer tells the venue's time: two clocks drift apart where nothing is asked for long. */
  async #askTime(): Promise<void> {
    try {
      await this.#connection.request(writePing);
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error;
    }
  }

  /** Whether REST could say what was traded since; what it knows and the channel has not said speaks against the channel. */
  async #askTrades(symbol: string): Promise<boolean> {
    const market = this.#markets.get(symbol);
    if (market === undefined) return false;
    try {
      const since = this.#knownUntil(market);
      const trades = await tradesSince(this.#parts.rest, market.pair, since);
      if (this.#isStopped) return false;
      if ((market.trades.last?.id ?? 0) < (trades.at(-1)?.id ?? 0)) this.#watch.contradicted(`trade ${symbol}`);
      for (const trade of trades) market.trades.add(trade);
      this.#nothingLacks(market, since);

      return true;
    } catch {
      // Then the silence stands, and counts.
      return false;
    }
  }

  async #onUp(): Promise<void> {
    const now = this.#parts.edge.clock.monotonic();
    for (const symbol of this.#markets.keys()) {
      this.#watch.begin(`trade ${symbol}`, now);
      this.#watch.begin(`book ${symbol}`, now);
      this.#quiet.heard(symbol, now);
    }
    for (const symbol of this.#markets.keys()) {
      await this.#repair(symbol);
      this.#health.recovers(symbol, 'connection');
    }
  }

  #onDown(reason: string): void {
    for (const [symbol, market] of this.#markets) {
      this.#health.suffers(symbol, 'connection', `the connection is lost: ${reason}`);
      market.trades.beginRepair();
      market.replica = replicaOf(market.pair);
    }
  }

  /** Fetches the trades that were missed; when that fails the market cannot be relied on until they come. */
  async #repair(symbol: string): Promise<void> {
    const market = this.#markets.get(symbol);
    if (market === undefined) return;
    const since = this.#knownUntil(market);
    market.trades.beginRepair();
    const missed = await tradesSince(this.#parts.rest, market.pair, since).catch(() => null);
    if (this.#isStopped) return;
    market.trades.endRepair(missed ?? []);
    if (missed !== null) return this.#nothingLacks(market, since);
    market.missedSince ??= since;
    this.#quiet.owe(symbol);
    this.#health.suffers(symbol, 'missed trades', 'trades were missed and could not be fetched');
  }

  #nothingLacks(market: Market, since: number): void {
    if (market.missedSince === null || since > market.missedSince) return;
    market.missedSince = null;
    this.#health.recovers(market.pair.spec.symbol, 'missed trades');
  }

  /** Trades after this time, ms UTC, may not have come. */
  #knownUntil({pair, trades, missedSince}: Market): number {
    return missedSince ?? (trades.last?.time ?? this.#parts.since(pair.spec.symbol)) - 1;
  }
}

const replicaOf = ({precision}: Pair): BookReplica => new BookReplica(precision, BOOK_DEPTH);
