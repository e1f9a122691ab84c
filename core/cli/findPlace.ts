import {resolve} from 'node:path';
import {loadConfig} from '../config/loadConfig.ts';
import {ConfigProblems} from '../config/problems.ts';
import {DATA_DIR, type Flags, PORT} from './Flags.ts';
import type {Io} from './Io.ts';

/** Where a bot keeps its data and listens. */
export type Place = {
  /** Absolute path. */
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** True where the caller named the port. */
  readonly isPortGiven: boolean;
};

const DEFAULT_PORT = 3010;

/** The place as the bot itself would find it, from the flags, the environment and the files. A bad configuration is no reason not to stop a bot. */
export const findPlace = (flags: Flags, {env, cwd}: Io): Place => {
  const port = flags.wholeNumber(PORT, {least: 1, most: 65_535});
  const dataDir = flags.text(DATA_DIR);
  const assignments = dataDir === null ? [] : [{path: 'dataDir', value: dataDir, origin: DATA_DIR.name}];
  const isPortGiven = port !== null;
  try {
    const {config} = loadConfig({flags: assignments, env, cwd});
    const {server} = config;

    return {dataDir: config.dataDir, host: server.host, port: port ?? server.port, isPortGiven};
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error;
    const directory = resolve(cwd, dataDir ?? env['OGZ_DATA_DIR'] ?? 'data');

    return {dataDir: directory, host: '127.0.0.1', port: port ?? DEFAULT_PORT, isPortGiven};
  }
};
