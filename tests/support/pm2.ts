import {execFile} from 'node:child_process';
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {basename, join} from 'node:path';
import {promisify} from 'node:util';
import {ROOT} from './botProcess.ts';

export type Pm2App = {
  readonly name: string;
  readonly pid: number;
  readonly pm2_env: {
    readonly status: string;
    readonly restart_time: number;
    readonly axm_monitor?: Readonly<Record<string, {readonly value: unknown}>>;
  };
};

const run = promisify(execFile);
const COMMAND_MS = 60_000;

/** A pm2 of the test's own, with its daemon in a folder of its own. */
export class Pm2 {
  readonly #env: NodeJS.ProcessEnv;

  constructor(home: string, env: Readonly<Record<string, string>>) {
    this.#env = {...process.env, ...env, PM2_HOME: home};
  }

  async run(...words: readonly string[]): Promise<string> {
    const pm2 = join(ROOT, 'node_modules/.bin/pm2');
    const {stdout} = await run(pm2, [...words], {cwd: ROOT, env: this.#env, timeout: COMMAND_MS, maxBuffer: 8_000_000});

    return stdout;
  }

  async app(): Promise<Pm2App | undefined> {
    const text = await this.run('jlist');
    const [app] = JSON.parse(text.slice(text.indexOf('['))) as Pm2App[];

    return app;
  }

  /** Value of a metric as `pm2 monit` shows it. */
  async metric(name: string): Promise<unknown> {
    return (await this.app())?.pm2_env.axm_monitor?.[name]?.value;
  }
}

/** Pids of node processes that pm2 runs on this data directory. */
export const botsOn = (dataDir: string): number[] =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => isBotOn(pid, dataDir));

const isBotOn = (pid: number, dataDir: string): boolean => {
  try {
    const env = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    const isApp = env.includes(`OGZ_DATA_DIR=${dataDir}`) && env.some(entry => entry.startsWith('pm_id='));

    return isApp && basename(readlinkSync(`/proc/${pid}/exe`)) === 'node';
  } catch (error) {
    // It has ended since its name was read, or is somebody else's.
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
};
