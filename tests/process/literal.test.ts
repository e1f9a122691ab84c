import {execFileSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import type {HealthReport} from '../../core/server/protocol.ts';
import {BotChild, cleanUp, NODE, ROOT, temporaryDirectory} from '../support/botProcess.ts';
import {ofType} from '../support/kernelWorld.ts';
import {until} from '../support/until.ts';

afterEach(cleanUp);

/** What a newcomer may wait for the first trade after the bot says that it is well. */
const FIRST_FILL_MS = 60_000;

test('curl http://localhost:3010/health: paper, simulated and ok; the first fill follows within a minute', async () => {
  const bot = await BotChild.healthy();
  const response = await fetch(`http://localhost:${bot.port}/health`);
  const health = (await response.json()) as HealthReport;

  expect(response.status).toBe(200);
  expect(health).toMatchObject({
    ...{status: 'ok', mode: 'paper', venue: 'sim', simulated: true},
    checks: {
      feed: {ok: true},
      journal: {ok: true},
      broker: {ok: true, reconciled: true},
      loop: {ok: true},
      memory: {ok: true},
    },
  });
  const fill = await until(
    'the first fill is journaled',
    async () => ofType(await bot.journal(), 'OrderFilled')[0],
    FIRST_FILL_MS,
  );
  const {body} = await bot.get<{fills: {seq: number}[]}>('/api/fills?limit=1000');
  expect(body.fills.some(({seq}) => seq === fill.seq)).toBe(true);
});

test('3010 is the port of a bot that is not told another, and PAPER_TRADING=true is honoured', () => {
  const words = [
    '-e',
    "import('./core/config/loadConfig.ts').then(({loadConfig}) => console.log(JSON.stringify(loadConfig({flags: [], env: {PAPER_TRADING: 'true'}, cwd: process.argv[1]}).config)))",
  ];
  const config = JSON.parse(execFileSync(NODE, [...words, temporaryDirectory()], {cwd: ROOT, encoding: 'utf8'}));

  expect(config).toMatchObject({server: {host: '127.0.0.1', port: 3010}, trading: {mode: 'paper'}});
});

test('PAPER_TRADING=false is refused, for there is no other mode', async () => {
  const bot = await BotChild.start({env: {PAPER_TRADING: 'false'}});

  expect(await bot.exited).toBe(78);
  expect(bot.stderr).toContain('PAPER_TRADING');
});

test('ls -la data/pattern-memory.json: it is there once the bot is up, and stands for the journal up to its seq', async () => {
  const bot = await BotChild.healthy();
  const path = join(bot.dataDir, 'pattern-memory.json');
  await until('the file is written', () => existsSync(path));
  await bot.stop();

  expect(execFileSync('ls', ['-la', path], {encoding: 'utf8'})).toContain('pattern-memory.json');
  const {memory} = JSON.parse(readFileSync(path, 'utf8')) as {memory: {seq: number}};
  expect(memory.seq).toBe((await bot.journal()).at(-1)?.seq);
});

test('node -e "const pm = require(\'./core/PatternMemorySystem\'); …" prints ok', () => {
  // In a checkout of its own, because the line writes into its data folder.
  const checkout = temporaryDirectory();
  for (const name of ['core', 'indicators', 'package.json'])
    cpSync(join(ROOT, name), join(checkout, name), {recursive: true});
  symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
  mkdirSync(join(checkout, 'data'));
  const line =
    "const pm = require('./core/PatternMemorySystem'); const sys = new pm(); sys.saveTestPattern(); console.log('ok')";

  expect(execFileSync(NODE, ['-e', line], {cwd: checkout, encoding: 'utf8'})).toContain('ok');
  expect(statSync(join(checkout, 'data/pattern-memory.json')).size).toBeGreaterThan(0);
});

test('a stop asked for by SIGTERM or SIGINT ends the journal in good order, exit 0', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const bot = await BotChild.healthy();
    expect(await bot.stop(signal)).toBe(0);
    expect((await bot.journal()).at(-1)).toMatchObject({type: 'RunEnded', data: {reason: signal}});
  }
});
