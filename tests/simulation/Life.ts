import {ConnectBudget} from '../../brokers/net/ConnectBudget.ts';
import type {IBrokerAdapter} from '../../brokers/IBrokerAdapter.ts';
import type {Edge} from '../../brokers/kraken/Edge.ts';
import {KrakenBroker} from '../../brokers/kraken/KrakenBroker.ts';
import {failClosed} from '../../core/brain/failClosed.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import type {OrderRecovery} from '../../core/domain/RestoredOrder.ts';
import type {Settings} from '../../core/domain/Settings.ts';
import {Engine, type Step} from '../../core/kernel/Engine.ts';
import type {Mind} from '../../core/kernel/Mind.ts';
import {Bot, type RunIdentity} from '../../core/runtime/Bot.ts';
import type {Disk} from '../../core/runtime/journal/Disk.ts';
import {openJournal} from '../../core/runtime/journal/openJournal.ts';
import {stepJournal} from '../../core/runtime/openBooks.ts';
import {restoreOrders} from '../../core/runtime/restoreOrders.ts';
import type {StepJournal} from '../../core/runtime/TradingLoop.ts';
import {CREDENTIALS} from './Venue.ts';

export const DIRECTORY = 'journal';
const JOURNAL_ID = '00000000005eed00';
const SEGMENT_BYTES = 400_000;
const TICK_MS = 1_000;
const RECENT_CANDLES = 10;

/** What a part that takes the adapter's place has at hand. */
export type Site = {readonly edge: Edge; readonly engine: Engine; readonly symbol: string};

/** Places where a planted bug takes the place of an honest part. */
export type Parts = {
  readonly disk: (disk: Disk) => Disk;
  readonly edge: (edge: Edge) => Edge;
  readonly engine: (mind: Mind) => Engine;
  readonly mind: (mind: Mind) => Mind;
  readonly journal: (journal: StepJournal) => StepJournal;
  readonly recovery: (recovery: OrderRecovery) => OrderRecovery;
  readonly broker: (broker: KrakenBroker, site: Site) => IBrokerAdapter;
  readonly run: (run: RunIdentity) => RunIdentity;
};

export const HONEST: Parts = {
  disk: disk => disk,
  edge: edge => edge,
  engine: mind => new Engine(mind),
  mind: mind => mind,
  journal: journal => journal,
  recovery: recovery => recovery,
  broker: broker => broker,
  run: run => run,
};

type Options = {
  readonly parts: Parts;
  readonly disk: Disk;
  readonly edge: Omit<Edge, 'budget'>;
  readonly mind: Mind;
  readonly settings: Settings;
  readonly symbol: string;
  readonly seed: number;
  /** A line that was in the journal already. */
  readonly onRecovered: (line: AnyEnvelope) => void;
  /** The journal is folded; nothing has been done yet. */
  readonly onBooksOpen: (engine: Engine) => void;
  readonly onTaken: (step: Step) => void;
  readonly onFailure: (error: unknown) => void;
};

/** One life of the bot: opens the journal, folds it, and starts, which is also how it recovers. */
export class Life {
  readonly bot: Bot;
  readonly engine: Engine;
  readonly broker: IBrokerAdapter;
  #stopTick = (): void => {};

  /** Everything that the process does before it trades; what it reads is what the disk has. */
  static async open(options: Options): Promise<Life> {
    const {parts, edge, onRecovered, onBooksOpen} = options;
    const engine = parts.engine(failClosed(parts.mind(options.mind)));
    const recent: Candle[] = [];
    const {journal} = await openJournal({
      directory: DIRECTORY,
      journalId: JOURNAL_ID,
      segmentLimitBytes: SEGMENT_BYTES,
      disk: parts.disk(options.disk),
      onEnvelope: line => {
        const envelope = line as AnyEnvelope;
        engine.recover(envelope);
        onRecovered(envelope);
        if (envelope.type === 'CandleClosed' && recent.push(envelope.data.candle) > RECENT_CANDLES) recent.shift();
      },
    });
    onBooksOpen(engine);
    const budget = new ConnectBudget({connects: 150, windowMs: 600_000});
    const venueEdge = parts.edge({...edge, budget});
    const kraken = new KrakenBroker({credentials: CREDENTIALS, simulated: {speed: 1}, edge: venueEdge});
    if (engine.state.run !== null) kraken.restore(parts.recovery(restoreOrders(engine.state)));

    return new Life(options, {
      engine,
      recent,
      journal: parts.journal(stepJournal(journal, () => {})),
      broker: parts.broker(kraken, {edge: venueEdge, engine, symbol: options.symbol}),
    });
  }

  private constructor(
    {settings, symbol, seed, edge, parts, onTaken, onFailure}: Options,
    {
      engine,
      journal,
      broker,
      recent,
    }: {engine: Engine; journal: StepJournal; broker: IBrokerAdapter; recent: readonly Candle[]},
  ) {
    const epoch = (engine.state.run?.epoch ?? 0) + 1;
    this.engine = engine;
    this.broker = broker;
    this.bot = new Bot({
      engine,
      journal,
      broker,
      settings,
      symbols: [symbol],
      base: '1m',
      delivers: 'trades',
      historyBars: 5,
      recentCandles: () => recent,
      run: parts.run({
        epoch,
        seed,
        version: '0.0.0',
        commit: 'simulation',
        configHash: 'simulation',
        orderIdPrefix: 'OZ',
        orderIdSalt: `${epoch.toString(36)}-`,
        patternMemory: 'disabled',
      }),
      monotonic: () => edge.clock.monotonic(),
      onTaken,
      onEnd: () => {},
      onFailure,
    });
    this.#stopTick = edge.timers.every(TICK_MS, () => this.bot.tick());
  }

  start(): Promise<void> {
    return this.bot.start();
  }

  endTicks(): void {
    this.#stopTick();
  }
}
