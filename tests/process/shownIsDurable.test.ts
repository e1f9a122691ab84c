import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {io, type Socket} from 'socket.io-client';
import {takeConfigFlags} from '../../core/config/flags.ts';
import {loadConfig} from '../../core/config/loadConfig.ts';
import type {HealthReport, Pulse, ServerToClient} from '../../core/server/protocol.ts';
import {createLogger} from '../../core/runtime/log.ts';
import {BotProcess} from '../../core/runtime/process/BotProcess.ts';
import {SimulatedDisk} from '../journal/SimulatedDisk.ts';
import {until} from '../support/until.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const TOKEN = 'operator-token-of-the-held-bot-0123456789';
const ENOUGH_LINES = 50;

let bot: BotProcess;
let page: Socket<ServerToClient>;
let release = (): void => undefined;

afterEach(async () => {
  release();
  page.close();
  await bot.stop('test');
});

const seqs = (bytes: Buffer): readonly number[] =>
  bytes
    .toString('utf8')
    .split('\n')
    .flatMap(line => {
      const seq = /"seq":(\d+)/.exec(line)?.[1];

      return seq === undefined ? [] : [Number(seq)];
    });

const lastSeq = (disk: SimulatedDisk, where: 'cached' | 'durable'): number => {
  const segments = disk.paths().filter(path => path.endsWith('.ndjson'));

  return Math.max(0, ...segments.flatMap(path => seqs(disk.files.get(path)?.[where].view ?? Buffer.alloc(0))));
};

const ask = async <Body>(path: string): Promise<Body> => (await (await fetch(new URL(path, bot.url))).json()) as Body;

test('nothing is shown before it is on the medium: not on the page, not over HTTP, not in the metrics', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ogz-held-'));
  const {assignments} = takeConfigFlags(['--data-dir', dataDir, '--port', '0', '--speed', '600']);
  const disk = new SimulatedDisk();
  bot = await BotProcess.create({
    loaded: loadConfig({flags: assignments, env: {}, cwd: dirname(dataDir)}),
    ...{root: ROOT, version: '0.0.0', commit: 'none', operatorToken: TOKEN, disk},
    log: createLogger({
      level: 'silent',
      file: join(dataDir, 'log'),
      env: {},
      stdout: process.stdout,
      stderr: process.stderr,
    }),
  });
  await bot.start();
  await until('it trades', () => lastSeq(disk, 'durable') > ENOUGH_LINES);

  let pulsed = 0;
  let framed = 0;
  page = io(bot.url, {transports: ['websocket'], reconnection: false});
  page.on('pulse', ({seq, health}: Pulse) => (pulsed = Math.max(pulsed, seq, health.seq)));
  page.on('frame', ({envelopes}) => (framed = Math.max(framed, envelopes.at(-1)?.seq ?? 0)));
  page.on('snapshot', ({seq}) => (framed = Math.max(framed, seq)));
  await until('the page is told', () => pulsed > 0 && framed > 0);

  release = disk.holdDatasync();
  await until('lines wait for the disk', () => lastSeq(disk, 'cached') > lastSeq(disk, 'durable'));
  const durable = lastSeq(disk, 'durable');
  const heard = framed;
  const halt = bot.command('halt', 'test', 'test');
  let isAnswered = false;
  void halt.then(() => (isAnswered = true));
  await new Promise(done => setTimeout(done, 600));
  const [state, health, lines] = await Promise.all([
    ask<{seq: number; trading: {state: string}}>('/api/state'),
    ask<HealthReport>('/health'),
    ask<{lines: readonly {seq: number}[]}>('/api/journal?limit=1'),
  ]);
  const metrics = await (await fetch(new URL('/metrics', bot.url))).text();
  const counted = Number(/^ogz_journal_seq_lines (\d+)/m.exec(metrics)?.[1]);

  expect(lastSeq(disk, 'durable')).toBe(durable);
  expect(Math.max(state.seq, health.seq, counted, pulsed, framed)).toBeLessThanOrEqual(durable);
  expect(heard).toBeLessThanOrEqual(durable);
  expect(JSON.stringify(lines)).not.toContain('TradingHalted');
  expect([state.trading.state, isAnswered]).toEqual(['ACTIVE', false]);

  release();
  await halt;
  await until(
    'the halt is shown',
    async () => (await ask<{trading: {state: string}}>('/api/state')).trading.state === 'HALTED',
  );
  expect(framed).toBeLessThanOrEqual(lastSeq(disk, 'durable'));
});
