import {homedir} from 'node:os';
import {basename, join, resolve} from 'node:path';
import {parseEnv} from 'node:util';
import {readChampions} from './champions.ts';
import {checkSchema, checkTogether, unknownKey} from './check.ts';
import type {Config, Secrets} from './Config.ts';
import {readConfigFile, readIfThere} from './configFile.ts';
import {type Environment, readEnvironment, readLoginToken} from './environment.ts';
import {readExchangeKey} from './exchangeKey.ts';
import type {Assignment} from './flags.ts';
import {deepFreeze, hashOf} from './freeze.ts';
import type {Leaf} from './leaf.ts';
import {build, fromText, leavesOf} from './paths.ts';
import {ConfigProblems, type Problem} from './problems.ts';
import {configSchema} from './schema.ts';

export type ConfigSources = {
  /** From `takeConfigFlags`. */
  readonly flags: readonly Assignment[];
  readonly env: Environment;
  /** Folder of `.env`, and the one that relative paths start from. */
  readonly cwd: string;
};

/** A checked and frozen configuration with where each value came from. */
export type LoadedConfig = {
  readonly config: Config;
  /** Over all that can change what the bot does; where it keeps its files, listens and logs is left out. */
  readonly configHash: string;
  /** Origin of each key that is not at its default. */
  readonly origins: ReadonlyMap<string, string>;
  readonly secrets: Secrets;
};

type Gathered = {readonly assignments: readonly Assignment[]; readonly problems: readonly Problem[]};

/**
 * Reads defaults < champions of `<data-dir>/tuning` < `<data-dir>/config.json` < `.env` < environment < flags.
 * @throws ConfigProblems with every problem at once.
 */
export const loadConfig = (sources: ConfigSources): LoadedConfig => {
  const leaves = leavesOf(configSchema);
  const dotEnv = readDotEnv(join(sources.cwd, '.env'));
  const env = {...dotEnv.values, ...sources.env};
  const [login, exchange] = [readLoginToken(env), readExchangeKey(env)];
  const gathered = gather(sources, dotEnv.values, leaves);
  const chosen = new Map(gathered.assignments.map(assignment => [assignment.path, assignment]));
  const candidate = build(configSchema, (path, leaf) =>
    chosen.has(path) ? chosen.get(path)?.value : leaf.default,
  ) as Config;

  const problems = [...dotEnv.problems, ...gathered.problems, ...login.problems, ...exchange.problems];
  const unfit = checkSchema(candidate, leaves, chosen);
  if (unfit.length === 0)
    problems.push(...checkTogether(candidate, {loginToken: login.token, exchangeKey: exchange.key}));
  if (problems.length + unfit.length > 0) throw new ConfigProblems([...problems, ...unfit]);

  return {
    config: deepFreeze(withAbsolutePaths(candidate, sources.cwd)),
    configHash: hashOf(behaviour(candidate)),
    origins: new Map([...chosen].map(([path, {origin}]) => [path, origin])),
    secrets: {loginToken: login.token, exchangeKey: exchange.key},
  };
};

/** All assignments to known keys, the weakest first, typed as their keys want. */
const gather = ({flags, env, cwd}: ConfigSources, dotEnv: Environment, leaves: ReadonlyMap<string, Leaf>): Gathered => {
  const known = [...leaves.keys()];
  const [inDotEnv, inEnv] = [readEnvironment(dotEnv, known, '.env '), readEnvironment(env, known, '')];
  const upper = [...inDotEnv.assignments, ...inEnv.assignments, ...flags].map(given => typed(given, leaves));
  const dataDir = resolve(cwd, dataDirOf(upper, leaves));
  const champions = readChampions(dataDir);
  const file = readConfigFile(join(dataDir, 'config.json'), configSchema);

  const all = [...champions.assignments, ...file.assignments, ...upper];
  const unknown = all.filter(({path}) => !leaves.has(path)).map(given => unknownKey(given, known));
  const problems = [
    ...champions.problems,
    ...file.problems,
    ...inDotEnv.problems,
    ...inEnv.problems,
    ...unknown,
    ...file.assignments.flatMap(refuseDataDir),
  ];

  return {assignments: all.filter(({path}) => leaves.has(path)), problems};
};

const typed = (given: Assignment, leaves: ReadonlyMap<string, Leaf>): Assignment => {
  const leaf = leaves.get(given.path);

  return leaf === undefined ? given : {...given, value: fromText(leaf, given.value)};
};

const dataDirOf = (assignments: readonly Assignment[], leaves: ReadonlyMap<string, Leaf>): string =>
  String(assignments.findLast(({path}) => path === 'dataDir')?.value ?? leaves.get('dataDir')?.default);

const refuseDataDir = ({path, origin}: Assignment): readonly Problem[] =>
  path === 'dataDir'
    ? [{path, text: `cannot be set in ${origin}, which lies in it. Use --data-dir or OGZ_DATA_DIR.`}]
    : [];

const readDotEnv = (path: string): {readonly values: Environment; readonly problems: readonly Problem[]} => {
  const text = readIfThere(path);
  if (text === null) return {values: {}, problems: []};

  return typeof text === 'string' ? {values: parseEnv(text), problems: []} : {values: {}, problems: [text]};
};

const withAbsolutePaths = (config: Config, cwd: string): Config => ({
  ...config,
  dataDir: resolve(cwd, config.dataDir),
  lease: {...config.lease, directory: resolve(cwd, config.lease.directory.replace(/^~(?=\/|$)/, homedir()))},
  market: {...config.market, dataFiles: config.market.dataFiles.map(file => resolve(cwd, file))},
  logging: {...config.logging, file: resolve(cwd, config.logging.file)},
});

/** The same bot on another machine, in another folder or on another port has the same hash. */
const behaviour = ({
  dataDir: _dataDir,
  lease: _lease,
  server: _server,
  logging: _logging,
  memory: _memory,
  loop: _loop,
  ...rest
}: Config): unknown => ({
  ...rest,
  market: {...rest.market, dataFiles: rest.market.dataFiles.map(file => basename(file))},
});
