import {commonQuote} from '../../brokers/venues/paperAccount.ts';
import {takeConfigFlags} from '../config/flags.ts';
import {loadConfig, type LoadedConfig} from '../config/loadConfig.ts';
import {settingsOf} from '../config/settingsOf.ts';
import type {Timeframe} from '../domain/Candle.ts';
import type {Settings} from '../domain/Settings.ts';

export type RunChoices = {
  /** Paths of the files that the run is over, one for each symbol. */
  readonly files: readonly string[];
  readonly symbols: readonly string[];
  readonly timeframe?: Timeframe;
  readonly seed?: number;
  readonly sets?: readonly string[];
  readonly useMemory: boolean;
  /** Where the configuration is read from; `data` when it is left out. */
  readonly dataDir?: string;
};

/** The configuration that a bot would have over this file. @throws ConfigProblems naming all that is wrong. */
export const configureRun = (choices: RunChoices): LoadedConfig => {
  const {files, symbols, timeframe, seed, sets = [], useMemory, dataDir = 'data'} = choices;
  const args = ['--market', 'replay', '--speed', 'max', '--data-dir', dataDir];
  for (const file of files) args.push('--data', file);
  for (const symbol of symbols) args.push('--symbol', symbol);
  if (timeframe !== undefined) args.push('--timeframe', timeframe);
  if (seed !== undefined) args.push('--seed', String(seed));
  if (!useMemory) args.push('--no-memory');
  for (const set of sets) args.push('--set', set);

  return loadConfig({flags: takeConfigFlags(args).assignments, env: process.env, cwd: process.cwd()});
};

type Basis = {readonly symbols: readonly string[]; readonly base: Timeframe; readonly strategy?: string | undefined};

/** What the kernel decides by: with one strategy alone where one is named. @throws RangeError naming the known ones. */
export const settingsForRun = ({config}: LoadedConfig, {symbols, base, strategy}: Basis): Settings => {
  const {timeframe} = config.market;
  const settings = settingsOf(config, {
    timeframe: timeframe === 'auto' ? base : timeframe,
    currency: commonQuote(symbols),
  });
  if (strategy === undefined) return settings;
  const strategies = settings.brain.strategies.filter(({name}) => name === strategy);
  const known = settings.brain.strategies.map(({name}) => name).join(', ');
  if (strategies.length === 0) throw new RangeError(`Unknown strategy "${strategy}". Known: ${known}.`);

  return {...settings, brain: {...settings.brain, strategies}};
};
