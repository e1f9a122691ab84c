import {type ChildProcess, spawn} from 'node:child_process';
import {createServer, type AddressInfo} from 'node:net';
import {join, resolve} from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

export type Spawned = {
  readonly child: ChildProcess;
  /** Resolves when it has ended. */
  readonly ended: Promise<{readonly code: number | null; readonly stdout: string; readonly stderr: string}>;
};

/** Runs the real entry in a process of its own, without what the environment may configure. */
export const spawnOgz = (args: readonly string[], cwd: string): Spawned => {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OGZ_')));
  const child = spawn(process.execPath, [join(ROOT, 'core/cli.ts'), ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = {stdout: '', stderr: ''};
  child.stdout.on('data', (chunk: Buffer) => void (printed.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (printed.stderr += chunk.toString()));
  const {promise, resolve: settle, reject} = Promise.withResolvers<Awaited<Spawned['ended']>>();
  child.on('error', reject);
  child.on('close', code => settle({code, ...printed}));

  return {child, ended: promise};
};

/** A port that nobody listens on right now. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const {port} = server.address() as AddressInfo;
  await new Promise(done => server.close(done));

  return port;
};
