import {explainConfig} from '../../config/explainConfig.ts';
import type {LoadedConfig} from '../../config/loadConfig.ts';
import {healthOf} from '../../observe/health.ts';
import type {Metrics} from '../../observe/metrics.ts';
import type {BotView} from '../../server/BotView.ts';
import type {CommandAnswer, CommandName, Forming, HealthReport, PatternSummary} from '../../server/protocol.ts';
import type {Bot} from '../Bot.ts';
import {journalDirectory} from '../openBooks.ts';
import type {Parts} from './buildParts.ts';
import {setGauges} from './Gauges.ts';
import type {MemoryKeeper} from './MemoryKeeper.ts';
import type {Vitals} from './Vitals.ts';

export type ViewParts = {
  readonly loaded: LoadedConfig;
  readonly version: string;
  readonly parts: Parts;
  readonly bot: Bot;
  readonly vitals: Vitals;
  readonly keeper: MemoryKeeper;
  readonly metrics: Metrics;
  /** Dashboards that look on now. */
  readonly clients: () => number;
  /** Why the journal cannot be written any more, or null. */
  readonly journalError: () => string | null;
  readonly command: (name: CommandName, reason: string, by: string) => Promise<CommandAnswer>;
  readonly writeOff: (order: string, reason: string, by: string) => Promise<CommandAnswer>;
};

/** Shows the running bot to the server. */
export const botView = (view: ViewParts): BotView => {
  const {loaded, version, parts, bot, metrics} = view;
  const {venue, broker, candles, chart, recent, shown} = parts;
  const {symbols, base} = venue;
  const feedAgeMs = (): Readonly<Record<string, number | null>> =>
    Object.fromEntries(symbols.map(symbol => [symbol, bot.feedAgeMs(symbol)]));

  return {
    version,
    identity: broker.identity,
    symbols,
    timeframe: base,
    timeframes: candles.timeframes,
    journalDirectory: journalDirectory(loaded.config.dataDir),
    recent,
    state: () => shown,
    marketTime: () => broker.now(),
    series: (symbol, timeframe, limit) => candles.series(symbol, timeframe, limit, chart.specs),
    forming: () => (base === parts.settings.timeframe ? symbols.flatMap(symbol => formingOf(view, symbol)) : []),
    feedAgeMs,
    health: () => health(view, feedAgeMs()),
    patterns: () => patterns(view),
    config: () => explainConfig(loaded),
    metrics: () => {
      setGauges(metrics, shown, feedAgeMs());
      metrics.naked.set(bot.nakedMs / 1_000);
      metrics.clients.set(view.clients());
      return metrics.registry.metrics();
    },
    command: view.command,
    writeOff: view.writeOff,
  };
};

const formingOf = ({bot, parts: {chart}}: ViewParts, symbol: string): Forming[] => {
  const candle = bot.forming(symbol);

  return candle === null ? [] : [chart.forming(symbol, candle)];
};

const health = (view: ViewParts, feedAgeMs: Readonly<Record<string, number | null>>): HealthReport => {
  const {config} = view.loaded;

  return healthOf({
    state: view.parts.shown,
    version: view.version,
    uptimeMs: view.vitals.uptimeMs,
    identity: view.parts.broker.identity,
    feedAgeMs,
    maxFeedAgeMs: config.risk.maxFeedAgeMs,
    nakedMs: view.bot.nakedMs,
    maxNakedMs: config.risk.maxNakedMs,
    journalError: view.journalError(),
    p99Ms: view.vitals.p99Ms,
    maxP99Ms: config.loop.maxP99Ms,
    heapUsedBytes: process.memoryUsage().heapUsed,
    maxHeapUsedBytes: config.memory.maxHeapUsedBytes,
    shapes: view.parts.mind.memory.status.shapes,
  });
};

const patterns = ({keeper, parts: {mind}}: ViewParts): PatternSummary => {
  const {shapes, outcomes} = mind.memory.status;

  return {status: keeper.status, shapes, outcomes, quarantined: mind.memory.quarantined};
};
