import {bucketStart, type Candle, TIMEFRAME_MS, type Timeframe} from '../../core/domain/Candle.ts';
import type {VenueIdentity} from '../../core/domain/Event.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';
import type {MarketListener, MarketSource} from '../MarketSource.ts';
import {VenueUnreachable} from '../net/VenueError.ts';
import {type Edge, edgeWith, type VenueEdge} from './Edge.ts';
import {KrakenFeed} from './KrakenFeed.ts';
import {type Credentials, KrakenRest} from './KrakenRest.ts';
import {Pairs} from './Pairs.ts';
import spec from './spec.json' with {type: 'json'};

const MINUTE_MS = 60_000;

/** Kraken's public market without an account: no key is loaded and nothing can be ordered, so paper can trade on real prices. */
export class KrakenMarket implements MarketSource {
  readonly #edge: VenueEdge;
  readonly #rest: KrakenRest;
  readonly #historyEnds = new Map<string, number>();
  #pairs: Pairs | null = null;
  #symbols: readonly string[] = [];
  #feed: KrakenFeed | null = null;

  constructor(edge: Partial<Edge> = {}) {
    this.#edge = edgeWith(edge);
    this.#rest = makeRest(this.#edge, null);
  }

  get identity(): VenueIdentity {
    return {name: spec.name, mode: 'paper', simulated: false, speed: 1};
  }

  now(): number {
    return this.#edge.clock.now();
  }

  /** @throws RangeError for an unknown symbol; an error that says what to do when there is no network. */
  async markets(symbols: readonly string[]): Promise<readonly MarketSpec[]> {
    await explainNoNetwork(learnSeconds(this.#edge, this.#rest));
    this.#pairs ??= new Pairs(await explainNoNetwork(this.#rest.pairs()));
    this.#symbols = symbols;
    const pairs = this.#pairs;

    return symbols.map(symbol => pairs.of(symbol).spec);
  }

  async history(symbol: string, timeframe: Timeframe, count: number): Promise<readonly Candle[]> {
    const candles = await closedCandles({
      rest: this.#rest,
      pairs: this.#known(),
      symbol,
      timeframe,
      count,
      now: this.now(),
    });
    const last = candles.at(-1);
    if (last !== undefined) this.#historyEnds.set(symbol, last.time + TIMEFRAME_MS[timeframe]);

    return candles;
  }

  async start(listener: MarketListener): Promise<void> {
    const pairs = this.#known();
    this.#feed = new KrakenFeed({
      edge: this.#edge,
      rest: this.#rest,
      pairs: this.#symbols.map(symbol => pairs.of(symbol)),
      since: symbol => this.#historyEnds.get(symbol) ?? bucketStart(this.now(), MINUTE_MS),
      listener: {
        // It keeps to a clock, so nobody is waited for.
        onTrade: trade => void listener.onTrade(trade),
        onBook: (symbol, book, time) => void listener.onBook(symbol, book, time),
        onAlive: (symbol, ageMs) => listener.onAlive?.(symbol, ageMs),
        onFeed: report => listener.onFeed(report),
        onMarket: rules => listener.onMarket?.(rules),
      },
    });
    await this.#feed.start();
  }

  async stop(): Promise<void> {
    this.#feed?.stop();
  }

  #known(): Pairs {
    if (this.#pairs === null) throw new Error('Ask for the markets before their prices.');

    return this.#pairs;
  }
}

/** Asks for the venue's time, to the second: whoever has not heard it goes by a wall clock that may be anything. */
export const learnSeconds = async ({clock}: VenueEdge, rest: KrakenRest): Promise<void> => {
  const sentAt = clock.monotonic();
  clock.sampleSeconds(sentAt, await rest.seconds());
};

/** REST on this edge; without credentials only its public half works. */
export const makeRest = (edge: Edge, credentials: Credentials | null): KrakenRest =>
  new KrakenRest({
    ...edge,
    url: edge.urls.rest,
    send: edge.sendHttp,
    credentials,
    counter: spec.restCounter[edge.tier],
  });

type CandleQuery = {
  readonly rest: KrakenRest;
  readonly pairs: Pairs;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly count: number;
  readonly now: number;
};

/** The last closed candles, at most `count` and at most the 720 that the venue keeps. */
export const closedCandles = async ({
  rest,
  pairs,
  symbol,
  timeframe,
  count,
  now,
}: CandleQuery): Promise<readonly Candle[]> => {
  const [name = ''] = pairs.of(symbol).names;
  const lengthMs = TIMEFRAME_MS[timeframe];
  const candles = await rest.candles(name, lengthMs / MINUTE_MS);
  const closed = candles.filter(({time}) => time + lengthMs <= now);

  return count <= 0 ? [] : closed.slice(-count);
};

const explainNoNetwork = async <Result>(call: Promise<Result>): Promise<Result> => {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof VenueUnreachable)) throw error;
    throw new VenueUnreachable(
      `${error.message} The market "kraken" needs a network; without one use --market sim or --market replay.`,
      {cause: error},
    );
  }
};
