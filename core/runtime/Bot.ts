import type {BrokerListener, FeedReport, IBrokerAdapter} from '../../brokers/IBrokerAdapter.ts';
import {type Candle, TIMEFRAME_MS, type Timeframe} from '../domain/Candle.ts';
import type {EnvelopeOf, InputDraft} from '../domain/Event.ts';
import type {MarketSpec} from '../domain/Market.ts';
import type {Settings} from '../domain/Settings.ts';
import type {Trade} from '../domain/Trade.ts';
import type {Engine, Step} from '../kernel/Engine.ts';
import type {State} from '../kernel/State.ts';
import type {CommandAnswer, CommandName} from '../server/protocol.ts';
import {CandleFeed} from './CandleFeed.ts';
import {ExecutionLayer, inputOf} from './ExecutionLayer.ts';
import {FeedWatch} from './FeedWatch.ts';
import {NakedWatch} from './NakedWatch.ts';
import {Operator} from './Operator.ts';
import {PriceGate} from './PriceGate.ts';
import {Reconciler} from './Reconciler.ts';
import {type StepJournal, TradingLoop} from './TradingLoop.ts';

export type RunIdentity = Pick<
  EnvelopeOf<'RunStarted'>['data'],
  'epoch' | 'seed' | 'version' | 'commit' | 'configHash' | 'orderIdPrefix' | 'orderIdSalt' | 'patternMemory'
>;

export type BotParts = {
  readonly engine: Engine;
  readonly journal: StepJournal;
  readonly broker: IBrokerAdapter;
  readonly settings: Settings;
  readonly symbols: readonly string[];
  /** Timeframe of the broker's finest candles. */
  readonly base: Timeframe;
  readonly delivers: 'trades' | 'bars';
  readonly historyBars: number;
  /** The latest base candles of the journal, oldest first, to go on with after a restart. */
  readonly recentCandles?: (symbol: string) => readonly Candle[];
  readonly run: RunIdentity;
  /** Real time, monotonic, ms. */
  readonly monotonic: () => number;
  /** A step was taken: state and brain are exactly what it made of them. */
  readonly onTaken?: (step: Step) => void;
  /** How long the kernel took over an input. */
  readonly onTurn?: (seconds: number) => void;
  /** A step is durable and acted on. */
  readonly onStep?: (step: Step) => void;
  readonly onTrade?: (trade: Trade) => void;
  /** A new position has its stop at the venue, so long after its first fill. */
  readonly onProtected?: (ms: number) => void;
  readonly onEnd: () => void;
  readonly onFailure: (error: unknown) => void;
};

export type Opening = {
  /** What memory brings from another journal. */
  readonly imported?: InputDraft | null;
  /** The last word before prices come in: a halt that is pulled already. */
  readonly beforeFeed?: () => Promise<void>;
};

/** Shortest market time between two prices of one market that reach the kernel, at real speed: four a second. */
const PRICE_INTERVAL_MS = 250;

/** One running bot: it joins a broker, the kernel and the journal, and owns nothing but their order of starting and stopping. */
export class Bot {
  readonly #parts: BotParts;
  readonly #loop: TradingLoop;
  readonly #execution: ExecutionLayer;
  readonly #candles: CandleFeed;
  readonly #prices: PriceGate;
  readonly #watch: FeedWatch;
  readonly #reconciler: Reconciler;
  readonly #naked: NakedWatch;
  readonly #operator: Operator;
  readonly #begun = Promise.withResolvers<void>();
  #hasStopped = false;
  /** What was traded since the history has come: before that no clock may call a minute empty. */
  #hasFeed = false;

  constructor(parts: BotParts) {
    const {engine, broker, journal, onFailure, monotonic, symbols, base, delivers, settings} = parts;
    const receive = (draft: InputDraft, time: number): void => void this.#loop.receive(draft, time);
    this.#parts = parts;
    this.#execution = new ExecutionLayer({
      gateway: broker,
      state: engine.state,
      refuse: (clientOrderId, reason) =>
        this.#receive({type: 'OrderRejected', data: {clientOrderId, code: 'NOT_SENT', reason}}),
    });
    this.#naked = new NakedWatch({
      state: engine.state,
      monotonic,
      limitMs: settings.risk.maxNakedMs,
      report: (symbol, nakedMs) => this.#receive({type: 'PositionNaked', data: {symbol, nakedMs}}),
      onProtected: ms => parts.onProtected?.(ms),
    });
    this.#reconciler = new Reconciler({
      broker,
      state: engine.state,
      epoch: parts.run.epoch,
      receive: draft => this.#receive(draft),
    });
    this.#loop = new TradingLoop({
      engine,
      journal,
      onTaken: parts.onProtected === undefined ? parts.onTaken : step => this.#look(step),
      onTurn: parts.onTurn,
      onDurable: step => this.#act(step),
      onFailure,
    });
    this.#operator = new Operator({
      state: engine.state,
      begun: this.#begun.promise,
      receive: draft => this.#loop.receive(draft, broker.now()),
      durable: seq => journal.durable(seq),
    });
    this.#candles = new CandleFeed({base, decision: settings.timeframe, delivers, receive});
    const speed = broker.identity.speed ?? 1;
    this.#prices = new PriceGate({state: engine.state, intervalMs: PRICE_INTERVAL_MS * speed, receive});
    this.#watch = new FeedWatch({
      symbols,
      monotonic,
      staleAfterMs: settings.risk.maxFeedAgeMs,
      report: report => this.#onFeed(report),
    });
  }

  get state(): Readonly<State> {
    return this.#parts.engine.state;
  }

  get hasFailed(): boolean {
    return this.#loop.hasFailed;
  }

  /** Writes the run, warms up on history where the journal has none, agrees with the venue, and opens the feed. */
  async start({imported = null, beforeFeed}: Opening = {}): Promise<void> {
    const {broker, symbols} = this.#parts;
    const markets = await broker.markets(symbols);
    this.#receive({type: 'RunStarted', data: this.#runStarted(markets)});
    this.#begun.resolve();
    if (imported !== null) this.#receive(imported);
    await broker.connect(this.#listener());
    for (const symbol of symbols) await this.#warmUp(symbol);
    await this.flushed();
    await this.#reconciler.start();
    this.#execution.repeatCancels();
    await this.flushed();
    await beforeFeed?.();
    this.#watch.begin();
    await broker.start();
    this.#hasFeed = true;
  }

  /** Does what a few times a second is soon enough for: closes candles by the clock, notices silence. */
  tick(): void {
    if (this.#hasStopped) return;
    // Silence first: a process that has slept wakes up to old data, and must not decide on it.
    if (this.#isPaced) this.#watch.check();
    if (!this.#isPaced) return;
    if (this.#hasFeed) this.#candles.advance(this.#parts.broker.now());
    this.#naked.check();
    this.#reconciler.check();
  }

  /** Takes a command; resolves once its line is durable, with its seq and the orders that it cancels or sends. */
  async command(name: CommandName, reason: string, by: string): Promise<CommandAnswer> {
    const answer = await this.#operator.command(name, reason, by);
    if (name === 'resume') this.#reconciler.soon();

    return answer;
  }

  /** Takes a person's word that an order of unknown outcome is gone. Rejects with a RangeError on any other order. */
  writeOff(clientOrderId: string, reason: string, by: string): Promise<CommandAnswer> {
    return this.#operator.writeOff(clientOrderId, reason, by);
  }

  /** Resolves once everything taken so far is durable and acted on. */
  flushed(): Promise<void> {
    return this.#loop.flushed();
  }

  /** Stops the feed first, then writes the end of the run. */
  async stop(reason: string): Promise<void> {
    if (this.#hasStopped) return;
    this.#hasStopped = true;
    this.#reconciler.stop();
    await this.#parts.broker.stop();
    this.#receive({type: 'RunEnded', data: {reason}});
    await this.flushed();
  }

  forming(symbol: string): Candle | null {
    return this.#candles.forming(symbol);
  }

  feedAgeMs(symbol: string): number | null {
    return this.#watch.ageMs(symbol);
  }

  /** Longest present time of a position without protection, ms. */
  get nakedMs(): number {
    return this.#naked.nakedMs;
  }

  /** A market that runs as fast as it can has no ages in real time. */
  get #isPaced(): boolean {
    return this.#parts.broker.identity.speed !== null;
  }

  #receive(draft: InputDraft): void {
    this.#loop.receive(draft, this.#parts.broker.now());
  }

  #act(step: Step): void {
    this.#execution.perform(step);
    this.#parts.onStep?.(step);
  }

  #look(step: Step): void {
    this.#naked.observe(step);
    this.#parts.onTaken?.(step);
  }

  #runStarted(markets: readonly MarketSpec[]): EnvelopeOf<'RunStarted'>['data'] {
    const {broker, settings, run, engine} = this.#parts;

    return {...run, venue: broker.identity, markets, settings, resumed: engine.state.run !== null};
  }

  /** History where the journal has none; after a restart, what passed meanwhile: nobody decides on it, resting paper orders live through it. */
  async #warmUp(symbol: string): Promise<void> {
    const {broker, base, historyBars, settings, engine, recentCandles} = this.#parts;
    const factor = TIMEFRAME_MS[settings.timeframe] / TIMEFRAME_MS[base];
    const history = await broker.history(symbol, base, historyBars * factor);
    const known = engine.state.markets.get(symbol)?.lastCandle ?? null;
    const recent = known === null ? [] : (recentCandles?.(symbol) ?? []);
    if (known !== null) this.#candles.resumeHistory(symbol, {last: known, recent});
    const fresh = known === null ? history : history.filter(candle => candle.time > known.time);
    for (const candle of fresh) {
      const wait = known === null ? null : (broker.liveThrough?.(symbol, base, candle) ?? null);
      if (wait !== null) await wait;
      this.#candles.onHistory(symbol, candle);
    }
    const last = fresh.at(-1) ?? known;
    if (last !== null) this.#candles.resume(symbol, {last, recent: [...recent, ...fresh], now: broker.now()});
  }

  #listener(): BrokerListener {
    return {
      onTrade: trade => this.#onTrade(trade),
      onDisplayTrade: trade => {
        this.#watch.heard(trade.symbol);
        this.#candles.onDisplayTrade(trade);
      },
      onCandle: (symbol, _timeframe, candle) => {
        this.#watch.heard(symbol);
        this.#candles.onBar(symbol, candle);
      },
      onOrder: report => void this.#loop.receive(inputOf(report), report.time),
      onAlive: (symbol, ageMs) => this.#watch.heard(symbol, ageMs),
      onMarket: rules => this.#receive({type: 'MarketChanged', data: rules}),
      onFeed: ({symbol, ...report}) => {
        if (report.kind === 'lost') this.#watch.lost(symbol, report.reason);
        else this.#watch.restored(symbol);
      },
      onAccount: report => {
        if (this.#hasStopped) return;
        if (report.kind === 'lost') this.#reconciler.lost(report.reason);
        else this.#reconciler[report.kind]();
      },
      onEnd: () => this.#parts.onEnd(),
      settle: () => this.#loop.settle(),
    };
  }

  #onTrade(trade: Trade): void {
    this.#watch.heard(trade.symbol);
    // Where time runs faster a tick comes too late for the candles of the other markets, and not twice at the same moment.
    if (this.#parts.broker.identity.speed !== 1) this.#candles.advance(trade.time);
    this.#candles.onTrade(trade);
    this.#prices.onTrade(trade);
    this.#parts.onTrade?.(trade);
  }

  #onFeed(report: FeedReport & {readonly ageMs: number}): void {
    const {symbol} = report;
    if (report.kind === 'restored') {
      this.#candles.restoreFeed(symbol, this.#parts.broker.now());
      return this.#receive({type: 'FeedRestored', data: {symbol}});
    }
    this.#candles.loseFeed(symbol);
    this.#receive({
      type: 'FeedLost',
      data: {symbol, reason: report.reason, ageMs: this.#isPaced ? Math.round(report.ageMs) : 0},
    });
  }
}
