import {BrokerFactory} from '../../../brokers/BrokerFactory.ts';
import type {IBrokerAdapter} from '../../../brokers/IBrokerAdapter.ts';
import type {PreparedVenue} from '../../../brokers/Venue.ts';
import type {Config} from '../../config/Config.ts';
import type {LoadedConfig} from '../../config/loadConfig.ts';
import {settingsOf} from '../../config/settingsOf.ts';
import type {AnyEnvelope} from '../../domain/Event.ts';
import type {Settings} from '../../domain/Settings.ts';
import {emptyState, evolve, type State} from '../../kernel/evolve.ts';
import type {Metrics} from '../../observe/metrics.ts';
import {RecentLines} from '../../server/RecentLines.ts';
import {CandleStore} from '../CandleStore.ts';
import {ChartValues} from '../ChartValues.ts';
import type {FoldSetup} from '../checkpoint/Checkpoint.ts';
import {findCheckpoint} from '../checkpoint/findCheckpoint.ts';
import {nodeTimers} from '../clock.ts';
import type {Disk} from '../journal/Disk.ts';
import {loadTraiBrain} from '../loadTraiBrain.ts';
import {LeaseKeeper} from '../lock/LeaseKeeper.ts';
import {makeMind, type MindParts} from '../makeMind.ts';
import {type Books, openBooks} from '../openBooks.ts';
import {countLine} from './Gauges.ts';

/** The heavy parts of the bot: each is built here once and handed down; there is no other instance in the process. */
export type Parts = {
  readonly settings: Settings;
  readonly venue: PreparedVenue;
  readonly mind: MindParts;
  readonly books: Books;
  /** Where the fold of the journal began, and which checkpoints it could not begin from. */
  readonly start: {readonly setup: FoldSetup; readonly madeSeq: number; readonly unusable: readonly string[]};
  readonly broker: IBrokerAdapter;
  /** Of an account that other processes could trade on too. */
  readonly lease: LeaseKeeper | null;
  readonly candles: CandleStore;
  readonly recent: RecentLines;
  /** The fold of the durable lines, and of no other: what may be shown. The engine's own state is ahead of the disk. */
  readonly shown: Readonly<State>;
  readonly chart: ChartValues;
  /** Hands a durable line to everything that only looks. */
  readonly show: (envelope: AnyEnvelope) => void;
};

/** Longer than an order can be on its way: its deadline and the slowest clock and engine. */
const TAKEOVER_AFTER_MS = 10_000;

type Options = {
  readonly loaded: LoadedConfig;
  readonly metrics: Metrics;
  /** Of the journal, other than the machine's own. */
  readonly disk?: Disk | undefined;
};

/** Builds everything in its order: market data, the right to the account, brain, journal folded into both, and the broker that goes on from there. */
export const buildParts = async (options: Options): Promise<Parts> => {
  const {config} = options.loaded;
  const venue = await new BrokerFactory().prepare(config.market.venue, options.loaded);
  const lease = leaseOf(venue.account, config);
  try {
    return await buildRest({...options, venue, lease});
  } catch (error) {
    lease?.stop();
    throw error;
  }
};

const leaseOf = (account: string | undefined, {lease, server}: Config): LeaseKeeper | null => {
  if (account === undefined) return null;
  const {directory, forMs} = lease;
  const times = {leaseMs: forMs, takeoverMs: forMs + TAKEOVER_AFTER_MS};

  try {
    return new LeaseKeeper({directory, account, times, port: server.port, since: Date.now(), timers: nodeTimers});
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new RangeError(
      `The leases of this machine's accounts cannot be kept in "${directory}": ${error.message}. Give a folder that can be written, the same for all bots, with --set lease.directory=FOLDER.`,
      {cause: error},
    );
  }
};

const buildRest = async ({
  loaded,
  metrics,
  disk,
  venue,
  lease,
}: Options & Pick<Parts, 'venue' | 'lease'>): Promise<Parts> => {
  const built = <T>(name: string, part: T): T => {
    metrics.singletonsBuilt.inc({name});
    return part;
  };
  const {config} = loaded;
  const settings = settingsOf(config, {timeframe: venue.decision, currency: venue.currency});
  const staticBrain = loadTraiBrain();
  metrics.staticBrainLoads.inc();
  const mind = built('TradingBrain', makeMind(settings, venue.symbols, staticBrain));
  built('IndicatorEngine', mind.indicators);
  built('PatternMemorySystem', mind.memory);

  const {dataDir, journal} = config;
  const setup = {dataDir, settings, symbols: venue.symbols, base: venue.base};
  const {checkpoint, unusable} = await findCheckpoint(setup, disk);
  const candles = new CandleStore(venue.base);
  if (checkpoint !== null) {
    mind.brain.restore(checkpoint.brain);
    candles.restore(checkpoint.candles);
  }
  const recent = new RecentLines();
  const shown = checkpoint?.state() ?? emptyState();
  const show = (envelope: AnyEnvelope): void => {
    recent.add(envelope);
    evolve(shown, envelope);
    countLine(metrics, envelope);
    if (envelope.type !== 'CandleClosed') return;
    candles.add(envelope.data.symbol, envelope.data.timeframe, envelope.data.candle);
  };
  const books = await openBooks({
    dataDir,
    mind: mind.brain,
    segmentBytes: journal.segmentBytes,
    journalId: venue.journalId,
    onEnvelope: show,
    checkpoint,
    disk,
  });
  built('Journal', books.journal);
  metrics.startLines.set(books.recovery.events);
  const broker = built('Broker', await venue.open(books.engine.state, lease ?? undefined));
  const chart = new ChartValues(mind.indicators, settings, venue.symbols);

  const start = {setup, madeSeq: checkpoint?.position.lastSeq ?? 0, unusable};

  return {settings, venue, mind, books, start, broker, lease, candles, recent, shown, chart, show};
};
