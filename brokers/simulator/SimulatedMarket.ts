import {type Candle, TIMEFRAME_MS, type Timeframe} from '../../core/domain/Candle.ts';
import type {VenueIdentity} from '../../core/domain/Event.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';
import {resample} from '../../core/domain/resample.ts';
import {type Clock, type Timers, nodeClock, nodeTimers} from '../../core/runtime/clock.ts';
import {CandleBuilder} from '../CandleBuilder.ts';
import {MarketPlayer} from '../MarketPlayer.ts';
import type {MarketListener, MarketSource} from '../MarketSource.ts';
import {OrderFlow} from './flow/OrderFlow.ts';
import {SIMULATED_SPECS, type SimulatedSpec, marketSpec} from './flow/SimulatedSpec.ts';

/** Market time at which a fresh simulated market opens: 2025-01-01T00:00:00Z. */
export const OPENING_TIME = 1_735_689_600_000;
export const DEFAULT_SPEED = 60;
export const DEFAULT_HISTORY_BARS = 720;
/** History is made in memory at the start. */
export const MAX_HISTORY_BARS = 50_000;

const MINUTE_MS = TIMEFRAME_MS['1m'];
/** Trade ids of one incarnation; the next one counts on from there, so an id never comes twice. */
const IDS_PER_EPOCH = 1_000_000_000;

export type SimulatedMarketOptions = {
  readonly seed: number;
  /** Incarnation of the bot, from 0: after a restart the market goes on with new chance. */
  readonly epoch?: number;
  /** Market time per real time; null is as fast as possible. */
  readonly speed?: number | null;
  /** `margin` allows shorts. */
  readonly kind?: MarketSpec['kind'];
  /** One-minute bars before the opening; a longer timeframe needs as many more of them. */
  readonly historyBars?: number;
  /** Where an earlier incarnation stopped: market time and last price by symbol. */
  readonly resumeFrom?: {readonly time: number; readonly prices: Readonly<Record<string, number>>};
  readonly specs?: readonly SimulatedSpec[];
  readonly clock?: Clock;
  readonly timers?: Timers;
};

type Market = {readonly flow: OrderFlow; readonly history: readonly Candle[]};

/** An exchange in this process whose prices are made up, by the same seed always the same. */
export class SimulatedMarket implements MarketSource {
  readonly identity: VenueIdentity;
  readonly #options: SimulatedMarketOptions;
  readonly #specs: readonly SimulatedSpec[];
  readonly #opening: number;
  readonly #player: MarketPlayer;
  readonly #markets = new Map<string, Market>();
  #listener: MarketListener | null = null;

  constructor(options: SimulatedMarketOptions) {
    const {speed = DEFAULT_SPEED, clock = nodeClock, timers = nodeTimers, historyBars = DEFAULT_HISTORY_BARS} = options;
    if (historyBars > MAX_HISTORY_BARS) {
      throw new RangeError(`${historyBars} history bars are too many: at most ${MAX_HISTORY_BARS}.`);
    }
    this.identity = {name: 'sim', mode: 'paper', simulated: true, speed};
    this.#options = options;
    this.#specs = options.specs ?? SIMULATED_SPECS;
    this.#opening = options.resumeFrom?.time ?? OPENING_TIME;
    const tape = {
      nextTime: () => this.#nextTime(),
      deliver: () => this.#deliver(),
      onEnd: () => this.#listener?.onEnd(),
    };
    this.#player = new MarketPlayer({tape, from: this.#opening, speed, clock, timers});
  }

  now(): number {
    return this.#player.now;
  }

  /** Opens the markets; only these trade from `start` on. */
  async markets(symbols: readonly string[]): Promise<readonly MarketSpec[]> {
    const {kind = 'spot'} = this.#options;

    return symbols.map(symbol => {
      this.#market(symbol);
      return marketSpec(this.#spec(symbol), kind);
    });
  }

  /** Bars before the opening. A market that goes on after a restart has none: its past is in the journal. */
  async history(symbol: string, timeframe: Timeframe, count: number): Promise<readonly Candle[]> {
    const {history} = this.#market(symbol);
    const bars = timeframe === '1m' ? history : resample(history, '1m', timeframe);

    return count <= 0 ? [] : bars.slice(-count);
  }

  async start(listener: MarketListener): Promise<void> {
    if (this.#markets.size === 0)
      throw new Error('The simulated market has nothing to trade: ask for its markets first.');
    this.#listener = listener;
    this.#player.start();
  }

  async stop(): Promise<void> {
    this.#player.stop();
  }

  #spec(symbol: string): SimulatedSpec {
    const spec = this.#specs.find(one => one.symbol === symbol);
    if (spec !== undefined) return spec;
    const known = this.#specs.map(one => one.symbol).join(', ');

    throw new RangeError(`Unknown symbol "${symbol}" on the simulated market. Known: ${known}.`);
  }

  #market(symbol: string): Market {
    const known = this.#markets.get(symbol);
    if (known !== undefined) return known;
    const market = this.#open(this.#spec(symbol));
    this.#markets.set(symbol, market);

    return market;
  }

  #open(spec: SimulatedSpec): Market {
    const {seed, epoch = 0, historyBars = DEFAULT_HISTORY_BARS, resumeFrom} = this.#options;
    const resumed = resumeFrom?.prices[spec.symbol];
    const bars = resumed === undefined ? historyBars : 0;
    const time =
      (resumed === undefined ? Math.ceil(this.#opening / MINUTE_MS) * MINUTE_MS : this.#opening) - bars * MINUTE_MS;
    const price = resumed ?? spec.homePrice;
    const flow = new OrderFlow({spec, seed: `${seed} ${epoch}`, time, price, firstId: epoch * IDS_PER_EPOCH + 1});

    return {flow, history: playHistory({flow, from: time, bars, price})};
  }

  #nextTime(): number {
    return this.#next().peek().time;
  }

  /** The market whose trade is next; on equal times the one that was opened first. */
  #next(): OrderFlow {
    let next: OrderFlow | null = null;
    for (const {flow} of this.#markets.values()) {
      if (next === null || flow.peek().time < next.peek().time) next = flow;
    }
    if (next === null) throw new Error('The simulated market has no markets.');

    return next;
  }

  #deliver(): Promise<void> | null {
    const trade = this.#next().next();

    return this.#listener?.onTrade(trade) ?? null;
  }
}

type Past = {flow: OrderFlow; from: number; bars: number; price: number};

/** Runs the flow up to the opening and keeps its bars, so that the first live trade goes on from the last one of the past. */
const playHistory = ({flow, from, bars, price}: Past): readonly Candle[] => {
  const candles: Candle[] = [];
  const builder = new CandleBuilder({
    listener: {onClosed: (_, {candle}) => candles.push(candle), onRevised: () => {}},
  });
  const end = from + bars * MINUTE_MS;
  builder.begin(flow.symbol, {time: from - MINUTE_MS, open: price, high: price, low: price, close: price, volume: 0});
  while (flow.peek().time < end) builder.add(flow.next());
  builder.advance(end + MINUTE_MS - 1);

  return candles;
};
