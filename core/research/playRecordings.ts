import type {IBrokerAdapter} from '../../brokers/IBrokerAdapter.ts';
import type {MarketSource} from '../../brokers/MarketSource.ts';
import {PaperBroker, type PaperBrokerOptions} from '../../brokers/paper/PaperBroker.ts';
import type {Recording} from '../../brokers/replay/Recording.ts';
import {ReplayMarket} from '../../brokers/replay/ReplayMarket.ts';
import type {TraiBrain} from '../brain/TraiBrain.ts';
import type {LoadedConfig} from '../config/loadConfig.ts';
import {decimal} from '../domain/Decimal.ts';
import type {MarketSpec} from '../domain/Market.ts';
import type {Settings} from '../domain/Settings.ts';
import {Engine, type Step} from '../kernel/Engine.ts';
import type {State} from '../kernel/State.ts';
import type {FillSettings} from '../matching/FillSettings.ts';
import {Bot} from '../runtime/Bot.ts';
import {loadTraiBrain} from '../runtime/loadTraiBrain.ts';
import {makeMind} from '../runtime/makeMind.ts';
import {NO_JOURNAL} from '../runtime/TradingLoop.ts';

export type Play = {
  /** One per symbol, of one timeframe. */
  readonly recordings: readonly Recording[];
  readonly loaded: LoadedConfig;
  readonly settings: Settings;
  /** Differences to the configured fill model. */
  readonly fill?: Partial<FillSettings>;
  /** Bars of warm-up; what is configured when it is left out. */
  readonly historyBars?: number;
  /** Open time of the last bar that is history, with all that come before it; a tenth of the recording at most when it is left out. */
  readonly historyUntil?: number;
  readonly kind?: MarketSpec['kind'];
  /** Stands between the recording and the bot: watches it, or makes it dearer. */
  readonly wrapSource?: (source: MarketSource) => MarketSource;
  /** The exchange; paper trading when it is left out. */
  readonly makeBroker?: (options: PaperBrokerOptions) => IBrokerAdapter & {readonly ambiguousBars: number};
  readonly onTaken: (step: Step, state: Readonly<State>) => void;
};

export type Played = {
  readonly state: Readonly<State>;
  readonly ambiguousBars: number;
  /** From the start of the bot to the end of the recording. */
  readonly elapsedMs: number;
};

let loadedBrain: TraiBrain | null = null;

/** Loaded at the first run: a search makes thousands of them. */
const traiBrain = (): TraiBrain => (loadedBrain ??= loadTraiBrain());

/** Plays recordings once through the same bot as live: paper fills by the one matcher, no journal on disk. */
export const playRecordings = async (play: Play): Promise<Played> => {
  const {recordings, loaded, settings, onTaken, wrapSource, makeBroker} = play;
  const {config} = loaded;
  const [recording] = recordings;
  if (recording === undefined) throw new Error('Nothing to play: give at least one recording.');
  const kind = play.kind ?? (config.market.kind === 'margin' ? 'margin' : 'spot');
  const replay = new ReplayMarket({recordings, speed: null, kind, seed: config.seed, ...resumption(play)});
  const options = {
    source: wrapSource?.(replay) ?? replay,
    balances: [{asset: settings.accountCurrency, total: decimal(config.account.openingCash)}],
    fill: {...config.fillModel, ...play.fill},
  };
  const broker = makeBroker?.(options) ?? new PaperBroker(options);
  const symbols = recordings.map(({symbol}) => symbol);
  const engine = new Engine(makeMind(settings, symbols, traiBrain(), {charts: false}).brain);
  const end = Promise.withResolvers<void>();
  const bot = new Bot({
    engine,
    journal: NO_JOURNAL,
    broker,
    settings,
    symbols,
    base: replay.base,
    delivers: recording.kind,
    historyBars: play.historyBars ?? config.market.historyBars,
    run: runIdentity(loaded),
    // A recording that is played as fast as it can be has no ages in real time.
    monotonic: () => 0,
    onTaken: step => onTaken(step, engine.state),
    onEnd: () => end.resolve(),
    onFailure: error => end.reject(error),
  });
  const begin = performance.now();
  await bot.start();
  await end.promise;
  const elapsedMs = performance.now() - begin;
  await bot.stop('market ended');

  return {state: engine.state, ambiguousBars: broker.ambiguousBars, elapsedMs};
};

const resumption = ({recordings, historyUntil}: Play) =>
  historyUntil === undefined
    ? {}
    : {resumeAfter: Object.fromEntries(recordings.map(({symbol}) => [symbol, historyUntil]))};

const runIdentity = ({config, configHash}: LoadedConfig) => ({
  epoch: 1,
  seed: config.seed,
  version: 'backtest',
  commit: 'backtest',
  configHash,
  orderIdPrefix: 'ogzbt-',
  patternMemory: config.brain.patternMemory.enabled ? ('ready' as const) : ('disabled' as const),
});
