import {existsSync, readFileSync} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {Timeframe} from '../domain/Candle.ts';
import type {StrategySettings} from '../domain/Settings.ts';
import {writeAtomically} from './writeAtomically.ts';

/** One trial that a strategy passed: on which bars, and how many of them it needed to forget where the data began. */
export type Measurement = {
  readonly warmupBars: number;
  readonly timeframe: Timeframe;
  readonly bars: number;
  readonly datasets: readonly {readonly symbol: string; readonly sha256: string}[];
  readonly commit: string;
  /** ISO time. */
  readonly at: string;
};

/** What was proven of one strategy at one set of parameters. */
export type StrategyManifest = {
  readonly strategy: string;
  readonly params: Readonly<Record<string, number>>;
  /** The most bars that any trial showed to be needed before its decisions count. */
  readonly warmupBars: number;
  readonly measurements: readonly Measurement[];
};

/** Trials that a manifest remembers; the oldest go first. */
const MAX_MEASUREMENTS = 50;

export const manifestPath = (dataDir: string, strategy: string): string =>
  join(dataDir, 'strategies', `${strategy}.json`);

const paramsText = (params: StrategySettings['params']): string =>
  JSON.stringify(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The manifest for exactly these parameters, or null: what was measured at others says nothing. @throws Error on a file that is none. */
export const readManifest = (dataDir: string, {name, params}: StrategySettings): StrategyManifest | null => {
  const path = manifestPath(dataDir, name);
  if (!existsSync(path)) return null;
  const manifest = parse(path, readFileSync(path, 'utf8'));

  return paramsText(manifest.params) === paramsText(params) ? manifest : null;
};

/** Adds a passed trial; trials of the same data and code take each other's place. Returns what is written. */
export const addMeasurement = async (
  dataDir: string,
  strategy: StrategySettings,
  measurement: Measurement,
): Promise<StrategyManifest> => {
  const known = readManifest(dataDir, strategy)?.measurements ?? [];
  const others = known.filter(each => trialOf(each) !== trialOf(measurement));
  const measurements = [...others, measurement].slice(-MAX_MEASUREMENTS);
  const warmupBars = measurements.reduce((most, each) => Math.max(most, each.warmupBars), 0);
  const manifest = {strategy: strategy.name, params: strategy.params, warmupBars, measurements};
  await mkdir(join(dataDir, 'strategies'), {recursive: true});
  await writeAtomically(manifestPath(dataDir, strategy.name), `${JSON.stringify(manifest, null, 2)}\n`);

  return manifest;
};

/** Bars before the first decision: what is configured, or more where a strategy was shown to need it. */
export const warmUpBars = (
  dataDir: string,
  strategies: readonly StrategySettings[],
  configured: number,
): {readonly bars: number; readonly measured: number | null} => {
  const measured = strategies.flatMap(strategy => readManifest(dataDir, strategy)?.warmupBars ?? []);
  const most = measured.length === 0 ? null : Math.max(...measured);

  return {bars: Math.max(configured, most ?? 0), measured: most};
};

const trialOf = ({timeframe, datasets, bars}: Measurement): string => JSON.stringify([timeframe, datasets, bars]);

const parse = (path: string, text: string): StrategyManifest => {
  const value: unknown = JSON.parse(text);
  const isManifest =
    typeof value === 'object' &&
    value !== null &&
    'warmupBars' in value &&
    Number.isSafeInteger(value.warmupBars) &&
    'params' in value &&
    'measurements' in value &&
    Array.isArray(value.measurements);
  if (!isManifest) throw new Error(`"${path}" is no strategy manifest. Delete it; ogz verify writes it anew.`);

  return value as StrategyManifest;
};
