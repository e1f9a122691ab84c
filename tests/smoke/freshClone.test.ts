import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterEach, expect, test} from 'vitest';
import type {HealthReport} from '../../core/server/protocol.ts';
import {readLock} from '../../core/runtime/lock/lockFile.ts';
import {cleanUp, freePort, journalOf, ROOT, temporaryDirectory} from '../support/botProcess.ts';
import {machineEnvironment} from '../support/machineEnvironment.ts';
import {until} from '../support/until.ts';

/** Download and install on a slow machine; half a minute with a warm npm cache. */
const INSTALL_LIMIT_MS = 170_000;
/** Promised: the first fill comes within a minute of health. */
const FILL_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;
const CLONE_LIMIT_MS = 60_000;

let newcomer: ChildProcess | null = null;
let said = '';

afterEach(async () => {
  // The whole group: npm, its shell and what they run.
  if (newcomer?.pid !== undefined && newcomer.exitCode === null) process.kill(-newcomer.pid, 'SIGKILL');
  await cleanUp();
});

const clone = async (): Promise<string> => {
  const folder = join(temporaryDirectory(), 'ogz-prime');
  await promisify(execFile)('git', ['clone', '--quiet', ROOT, folder], {timeout: CLONE_LIMIT_MS});

  return folder;
};

/** `npm start` as a newcomer types it, with the machine's own node. */
const npmStart = (folder: string, args: readonly string[]): ChildProcess => {
  const child = spawn('npm', ['start', '--', ...args], {
    cwd: folder,
    env: machineEnvironment(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (said += text.toString()));

  return child;
};

/** The health report, or null while nobody answers. */
const ask = async (port: number): Promise<HealthReport | null> => {
  try {
    return (await (await fetch(`http://127.0.0.1:${port}/health`)).json()) as HealthReport;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
};

test(
  'npm start on a fresh clone installs, builds, trades within a minute of health, and ends well',
  async () => {
    const folder = await clone();
    const dataDir = join(folder, 'data');
    const port = await freePort();
    const child = npmStart(folder, ['--port', String(port), '--data-dir', dataDir]);
    newcomer = child;

    const health = await until(
      'the bot of the fresh clone is healthy',
      async () => {
        if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${said.slice(-2_000)}`);
        const report = await ask(port);
        return report?.status === 'ok' && report;
      },
      INSTALL_LIMIT_MS,
    );
    expect(health).toMatchObject({mode: 'paper', simulated: true, venue: 'sim'});
    expect(said).toMatch(/Installing packages \(npm ci\): done in [\d.]+ s/);
    expect(said).toMatch(/Building the dashboard \(vite\): done in [\d.]+ s/);

    const isFilled = async (): Promise<boolean> => (await journalOf(dataDir)).some(({type}) => type === 'OrderFilled');
    await until('the first fill', isFilled, FILL_LIMIT_MS);
    const page = await fetch(`http://127.0.0.1:${port}/`);
    expect(await page.text()).toContain('<title>OGZ Prime</title>');

    const bot = readLock(join(dataDir, 'bot.lock'))?.pid ?? 0;
    process.kill(bot, 'SIGINT');
    await until('npm start ends', () => child.exitCode !== null, STOP_LIMIT_MS);
    expect(child.exitCode).toBe(0);
    expect((await journalOf(dataDir)).at(-1)).toMatchObject({type: 'RunEnded', data: {reason: 'SIGINT'}});
  },
  CLONE_LIMIT_MS + INSTALL_LIMIT_MS + FILL_LIMIT_MS + STOP_LIMIT_MS,
);
