import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import {closeExchange, exchangePid} from '../../core/cli/closeExchange.ts';
import {readLines} from '../../core/runtime/readLines.ts';
import type {CommandAnswer, HealthReport} from '../../core/server/protocol.ts';
import {until} from './until.ts';

export const ROOT = resolve(import.meta.dirname, '../..');
/** The runtime of the product, whatever runs the tests. */
export const NODE = join(ROOT, 'node_modules/.bin/node');

type Launch = {
  readonly dataDir?: string;
  readonly port?: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Shell words that go before the command, such as `ulimit -f 100;`. */
  readonly before?: string;
};

export type Answer<T = unknown> = {readonly status: number; readonly body: T};

const running = new Set<BotChild>();
const directories: string[] = [];
const dataDirs: string[] = [];
const CLOSE_MS = 10_000;

/** A fresh folder that `cleanUp` takes away. */
export const temporaryDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'ogz-bot-'));
  directories.push(directory);

  return directory;
};

/** Closes it, or ends it where it is frozen and hears nothing. */
const endExchange = async (dataDir: string): Promise<void> => {
  if (await closeExchange(dataDir, CLOSE_MS)) return;
  const pid = exchangePid(dataDir);
  if (pid !== null) process.kill(pid, 'SIGKILL');
};

/** Ends every bot and every exchange that one of them started, and deletes every folder of the test. */
export const cleanUp = async (): Promise<void> => {
  for (const bot of running) await bot.kill();
  for (const dataDir of dataDirs.splice(0)) await endExchange(dataDir);
  for (const directory of directories.splice(0)) rmSync(directory, {recursive: true, force: true});
};

export const freePort = (): Promise<number> =>
  new Promise((found, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** The lines of a data directory as they stand on the disk now. */
export const journalOf = async (dataDir: string): Promise<AnyEnvelope[]> => {
  const lines: AnyEnvelope[] = [];
  for await (const line of readLines(join(dataDir, 'journal'))) lines.push(line);

  return lines;
};

/** The real bot in a process of its own, in a folder of its own. */
export class BotChild {
  readonly dataDir: string;
  readonly port: number;
  readonly child: ChildProcess;
  /** Exit code, or null after a signal. */
  readonly exited: Promise<number | null>;
  stderr = '';
  stdout = '';

  static async start({port, ...launch}: Launch = {}): Promise<BotChild> {
    return new BotChild({...launch, port: port ?? (await freePort())});
  }

  /** Starts it and waits until it serves and says that all is well. */
  static async healthy(launch: Launch = {}): Promise<BotChild> {
    const bot = await BotChild.start(launch);
    await bot.isHealthy();

    return bot;
  }

  private constructor({dataDir, port, args = [], env = {}, before = ''}: Launch & {readonly port: number}) {
    const folder = dataDir ?? join(temporaryDirectory(), 'data');
    this.dataDir = folder;
    dataDirs.push(folder);
    this.port = port;
    const words = [join(ROOT, 'core/main.ts'), '--port', String(port), '--data-dir', folder, ...args];
    const command =
      before === ''
        ? {file: NODE, args: words}
        : {file: 'sh', args: ['-c', `${before} exec "$0" "$@"`, NODE, ...words]};
    this.child = spawn(command.file, command.args, {
      cwd: directories.at(-1) ?? tmpdir(),
      env: {...process.env, OGZ_LEASE_DIRECTORY: join(folder, '..', 'leases'), ...env},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (text: Buffer) => (this.stdout += text.toString()));
    this.child.stderr?.on('data', (text: Buffer) => (this.stderr += text.toString()));
    this.exited = new Promise(done => this.child.once('close', done));
    running.add(this);
    void this.exited.then(() => running.delete(this));
  }

  get hasExited(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  get token(): string {
    return readFileSync(join(this.dataDir, 'secrets/operator-token'), 'utf8').trim();
  }

  async isHealthy(): Promise<HealthReport> {
    return until('the bot is healthy', async () => {
      if (this.hasExited) throw new Error(`The bot ended with ${this.child.exitCode}: ${this.stderr}`);
      const health = await this.reachable<HealthReport>('/health');

      return health?.body.status === 'ok' ? health.body : null;
    });
  }

  /** The answer, or null while nobody listens. */
  async reachable<T>(path: string): Promise<Answer<T> | null> {
    try {
      return await this.get<T>(path);
    } catch (error) {
      if (error instanceof TypeError) return null;
      throw error;
    }
  }

  async get<T>(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer<T>> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, {headers}).catch((error: unknown) => {
      if (this.hasExited) throw new TypeError(`The bot has ended with ${this.child.exitCode}: ${this.stderr}`);
      throw error;
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;

    return {status: response.status, body: (isJson ? JSON.parse(text) : text) as T};
  }

  async command(
    name: string,
    token = this.token,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Answer<CommandAnswer>> {
    const response = await fetch(`http://127.0.0.1:${this.port}/api/commands`, {
      method: 'POST',
      headers: {'content-type': 'application/json', authorization: `Bearer ${token}`, ...more},
      body: JSON.stringify({name, reason: 'test'}),
    });

    return {status: response.status, body: (await response.json()) as CommandAnswer};
  }

  journal(): Promise<AnyEnvelope[]> {
    return journalOf(this.dataDir);
  }

  /** Waits for a line of the journal. */
  line<T extends AnyEnvelope>(what: string, is: (line: AnyEnvelope) => line is T): Promise<T> {
    return until(what, async () => (await this.journal()).find(is));
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);

    return this.exited;
  }
}
