import {resolve} from 'node:path';
import {openRecording, type Recording} from '../../brokers/replay/Recording.ts';
import {ReplayMarket} from '../../brokers/replay/ReplayMarket.ts';
import {PaperBroker} from '../../brokers/paper/PaperBroker.ts';
import {commonQuote} from '../../brokers/venues/paperAccount.ts';
import {takeConfigFlags} from '../config/flags.ts';
import {loadConfig, type LoadedConfig} from '../config/loadConfig.ts';
import {settingsOf} from '../config/settingsOf.ts';
import {TIMEFRAME_MS, type Timeframe} from '../domain/Candle.ts';
import {decimal} from '../domain/Decimal.ts';
import type {Settings} from '../domain/Settings.ts';
import {Engine} from '../kernel/Engine.ts';
import type {AmbiguityPolicy} from '../matching/FillSettings.ts';
import {loadTraiBrain} from '../runtime/loadTraiBrain.ts';
import {Bot} from '../runtime/Bot.ts';
import {makeMind} from '../runtime/makeMind.ts';
import {NO_JOURNAL} from '../runtime/TradingLoop.ts';
import {RunSummary, type Summary} from './RunSummary.ts';
import {sliceRecording} from './sliceRecording.ts';

export type BacktestOptions = {
  /** Path of a file of bars or of recorded trades. */
  readonly file: string;
  readonly symbol?: string;
  /** Timeframe that the brain decides on; the file's own when it is left out. */
  readonly timeframe?: Timeframe;
  /** One strategy alone; all that are configured when it is left out. */
  readonly strategy?: string;
  /** Open times, ms UTC; `to` is not included. */
  readonly from?: number;
  readonly to?: number;
  readonly seed?: number;
  readonly useMemory: boolean;
  /** Where the configuration is read from; `data` when it is left out. */
  readonly dataDir?: string;
  readonly onProgress?: (done: number, total: number) => void;
};

export type BacktestReport = Omit<Summary, 'bars' | 'decisions' | 'wins'> & {
  readonly dataset: {sha256: string; rows: number; from: number; to: number; gaps: number};
  readonly configHash: string;
  readonly strategy: string;
  readonly bars: number;
  readonly decisions: number;
  readonly wins: number;
  /** Net result when every bar that could not tell went against us, or for us. */
  readonly pnlInterval: {readonly worst: string; readonly best: string};
  readonly ambiguousBars: number;
  readonly elapsedMs: number;
  readonly candlesPerSecond: number;
};

const STATIC_BRAIN = resolve(import.meta.dirname, '../../ops/config/trai-brain.json');

type Run = {readonly summary: Summary; readonly ambiguousBars: number; readonly elapsedMs: number};

/** Runs the same engine as live over recorded bars: paper fills by the one matcher, no journal on disk. */
export const runBacktest = async (options: BacktestOptions): Promise<BacktestReport> => {
  const recording = await readRecording(options);
  const loaded = configure(options, recording);
  const play = (policy: AmbiguityPolicy): Promise<Run> => playOnce({...options, recording, loaded, policy});
  const run = await play('stop');
  const isCertain = run.ambiguousBars === 0;
  const worst = isCertain ? run : await play('worst');
  const best = isCertain ? run : await play('best');
  const {bars} = run.summary;

  return {
    dataset: datasetOf(recording),
    configHash: loaded.configHash,
    strategy: options.strategy ?? 'all',
    ...run.summary,
    pnlInterval: {worst: worst.summary.netPnl, best: best.summary.netPnl},
    ambiguousBars: run.ambiguousBars,
    elapsedMs: Math.round(run.elapsedMs),
    candlesPerSecond: Math.round(bars / (run.elapsedMs / 1_000)),
  };
};

const readRecording = async ({file, symbol, from, to}: BacktestOptions): Promise<Recording> => {
  const recording = await openRecording({path: file, ...(symbol === undefined ? {} : {symbol})});

  return sliceRecording(recording, from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY);
};

const configure = (
  {file, timeframe, seed, useMemory, dataDir = 'data'}: BacktestOptions,
  {symbol}: Recording,
): LoadedConfig => {
  const args = ['--market', 'replay', '--data', file, '--symbol', symbol, '--speed', 'max', '--data-dir', dataDir];
  if (timeframe !== undefined) args.push('--timeframe', timeframe);
  if (seed !== undefined) args.push('--seed', String(seed));
  if (!useMemory) args.push('--no-memory');

  return loadConfig({flags: takeConfigFlags(args).assignments, env: process.env, cwd: process.cwd()});
};

type Play = BacktestOptions & {
  readonly recording: Recording;
  readonly loaded: LoadedConfig;
  readonly policy: AmbiguityPolicy;
};

const playOnce = async (play: Play): Promise<Run> => {
  const {recording, loaded, policy, onProgress} = play;
  const {config, configHash} = loaded;
  const {symbol} = recording;
  const kind = config.market.kind === 'margin' ? 'margin' : 'spot';
  const source = new ReplayMarket({recordings: [recording], speed: null, kind, seed: config.seed});
  const settings = settingsFor(play, source.base);
  const broker = new PaperBroker({
    source,
    balances: [{asset: settings.accountCurrency, total: decimal(config.account.openingCash)}],
    fill: {...config.fillModel, policy},
  });
  const engine = new Engine(makeMind(settings, [symbol], loadTraiBrain(STATIC_BRAIN)).brain);
  const summary = new RunSummary(TIMEFRAME_MS[settings.timeframe]);
  const end = Promise.withResolvers<void>();
  const rows = datasetOf(recording).rows;
  const bot = new Bot({
    engine,
    journal: NO_JOURNAL,
    broker,
    settings,
    symbols: [symbol],
    base: source.base,
    delivers: recording.kind,
    historyBars: config.market.historyBars,
    run: {
      epoch: 1,
      seed: config.seed,
      version: 'backtest',
      commit: 'backtest',
      configHash,
      orderIdPrefix: 'ogzbt-',
      patternMemory: config.brain.patternMemory.enabled ? 'ready' : 'disabled',
    },
    monotonic: () => performance.now(),
    onTaken: step => {
      summary.add(step, engine.state);
      if (onProgress !== undefined && engine.state.funnel.bars % 1_000 === 0)
        onProgress(engine.state.funnel.bars, rows);
    },
    onEnd: () => end.resolve(),
    onFailure: error => end.reject(error),
  });
  const begin = performance.now();
  await bot.start();
  await end.promise;
  const elapsedMs = performance.now() - begin;
  await bot.stop('market ended');

  return {summary: summary.result(engine.state), ambiguousBars: broker.ambiguousBars, elapsedMs};
};

const settingsFor = ({loaded: {config}, recording, strategy}: Play, base: Timeframe): Settings => {
  const {timeframe} = config.market;
  const settings = settingsOf(config, {
    timeframe: timeframe === 'auto' ? base : timeframe,
    currency: commonQuote([recording.symbol]),
  });
  if (strategy === undefined) return settings;
  const strategies = settings.brain.strategies.filter(({name}) => name === strategy);
  const known = settings.brain.strategies.map(({name}) => name).join(', ');
  if (strategies.length === 0) throw new RangeError(`Unknown strategy "${strategy}". Known: ${known}.`);

  return {...settings, brain: {...settings.brain, strategies}};
};

const datasetOf = ({kind, file}: Recording): BacktestReport['dataset'] => ({
  sha256: file.sha256,
  rows: kind === 'bars' ? file.rows : file.trades.length,
  from: file.from,
  to: file.to,
  gaps: kind === 'bars' ? file.gaps.count : file.idGaps,
});
