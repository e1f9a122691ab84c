import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {DataDirectoryLock} from '../../core/runtime/DataDirectoryLock.ts';
import {FAKE_TOKEN, FakeBot} from '../support/fakeBot.ts';
import {ogz, temporaryFolder} from './ogz.ts';

const cwd = temporaryFolder();
const bot = new FakeBot();
let port = 0;

/** A bot answers, and its data directory says who and where, as after a start. */
beforeAll(async () => {
  bot.begin();
  bot.runUntil(state => state.positions.size > 0);
  port = Number(new URL(await bot.listen()).port);
  DataDirectoryLock.acquire({directory: join(cwd, 'data'), port, since: Date.now()});
  mkdirSync(join(cwd, 'data/secrets'));
  writeFileSync(join(cwd, 'data/secrets/operator-token'), `${FAKE_TOKEN}\n`);
});
afterAll(() => bot.close());

describe('with a bot on the data directory', () => {
  it('health finds it by its lock file', async () => {
    const {code, json, stderr} = await ogz(['health', '--json'], {cwd});

    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    expect(json).toMatchObject({
      status: 'ok',
      mode: 'paper',
      venue: 'sim',
      simulated: true,
      checks: {feed: {ok: true}},
    });
    expect((await ogz(['health'], {cwd})).stdout).toMatch(
      /^ok {2}paper, simulated market on sim, version 0\.1\.0, up /,
    );
  });

  it('health takes the port of the caller where there is no lock', async () => {
    expect((await ogz(['health', '--data-dir', 'other', '--port', String(port)], {cwd})).code).toBe(0);
  });

  it('status shows what the bot holds and does', async () => {
    const {code, json} = await ogz(['status', '--json'], {cwd});
    const {positions, orders, equity, trading} = bot.state;

    expect(code).toBe(0);
    expect(json).toMatchObject({
      running: true,
      pid: process.pid,
      url: `http://127.0.0.1:${port}`,
      health: 'ok',
      mode: 'paper',
      venue: 'sim',
      simulated: true,
      trading: {state: trading.state},
      lastDecision: {seq: bot.state.decisions.at(-1)?.seq, text: expect.stringContaining('/USD ')},
    });
    const {positions: held, orders: working} = json as Record<'positions' | 'orders', {symbol: string}[]>;
    expect(held.map(({symbol}) => symbol)).toEqual([...positions.keys()]);
    expect(working).toHaveLength(orders.size);
    expect((await ogz(['status'], {cwd})).stdout).toContain(`PAPER on sim, SIMULATED MARKET`);
    expect(equity.current).toBeGreaterThan(0n);
  });

  it('status colours a terminal and nothing else', async () => {
    const [terminal, pipe] = [await ogz(['status'], {cwd, isTerminal: true}), await ogz(['status'], {cwd})];

    expect(terminal.stdout).toContain('\x1b[');
    expect(pipe.stdout).not.toContain('\x1b[');
    expect((await ogz(['status'], {cwd, isTerminal: true, env: {NO_COLOR: '1'}})).stdout).toBe(pipe.stdout);
  });

  it('halt, resume and flatten are commands with the operator token and a reason', async () => {
    const halted = await ogz(['halt', '--reason', 'strange fills', '--json'], {cwd});
    expect(halted).toMatchObject({code: 0, stderr: ''});
    expect(halted.json).toEqual({accepted: true, seq: expect.any(Number), orders: expect.any(Array)});
    expect(bot.state.trading).toMatchObject({state: 'HALTED', code: 'OPERATOR', reason: 'strange fills'});

    const resumed = await ogz(['resume', '--reason', 'all is fine'], {cwd});
    expect(resumed).toMatchObject({code: 0, stdout: expect.stringMatching(/^resume accepted at seq \d+, /)});
    expect(bot.state.trading.state).toBe('ACTIVE');

    expect(await ogz(['flatten', '--reason', 'holiday'], {cwd})).toMatchObject({code: 0});
    expect(bot.state.trading).toMatchObject({state: 'HALTED', reason: 'holiday'});
    expect(existsSync(join(cwd, 'data/HALT'))).toBe(false);
  });

  it('write-off takes an order and a reason, and the bot refuses one whose outcome is known', async () => {
    expect((await ogz(['write-off'], {cwd})).stderr).toContain('Name the order by its client order id');
    expect((await ogz(['write-off', 'ogz-1'], {cwd})).stderr).toContain('An order is written off with a reason');
    expect(await ogz(['write-off', 'ogz-1', '--reason', 'gone'], {cwd})).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Order "ogz-1" is not among the open orders.'),
    });
  });

  it('resume leaves a HALT file alone until it is told to remove it', async () => {
    const path = join(cwd, 'data/HALT');
    writeFileSync(path, 'by hand\n');
    const refused = await ogz(['resume'], {cwd});
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('ogz resume --remove-halt-file'),
    });
    expect(existsSync(path)).toBe(true);

    const resumed = await ogz(['resume', '--remove-halt-file'], {cwd});
    expect(resumed).toMatchObject({code: 0, stderr: `Removed "${path}".\n`});
    expect(existsSync(path)).toBe(false);
    expect(bot.state.trading.state).toBe('ACTIVE');
  });

  it('a wrong token halts nothing by HTTP, so halt leaves the file that the bot watches', async () => {
    const folder = join(cwd, 'wrong');
    DataDirectoryLock.acquire({directory: folder, port, since: Date.now()});
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'secrets/operator-token'), 'not-the-token\n');
    const {code, stderr} = await ogz(['halt', '--data-dir', 'wrong', '--reason', 'now'], {cwd});

    expect(code).toBe(4);
    expect(stderr).toContain('Commands need the operator token');
    expect(readFileSync(join(folder, 'HALT'), 'utf8')).toBe('now\n');
    expect((await ogz(['flatten', '--data-dir', 'wrong'], {cwd})).code).toBe(1);
  });

  it('a reason that the bot refuses is said in its words', async () => {
    expect(await ogz(['flatten', '--reason', 'x'.repeat(300)], {cwd})).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The reason is a text of at most 200 characters.'),
    });
  });

  it('doctor sees that the port is ours', async () => {
    const {json} = await ogz(['doctor', '--json'], {cwd});

    expect(json).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({
          check: 'lock',
          state: 'ok',
          text: expect.stringContaining(`held by process ${process.pid}`),
        }),
        expect.objectContaining({check: 'port', state: 'ok', text: `our bot answers at http://127.0.0.1:${port}: ok`}),
      ]),
    });
  });
});

/** An HTTP server that answers everything with one status and body. */
const answering = async (status: number, body: string): Promise<{port: string; close: () => Promise<unknown>}> => {
  const server = createServer((_request, response) => void response.writeHead(status).end(body));
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));

  return {
    port: String((server.address() as AddressInfo).port),
    close: () => new Promise(done => server.close(done)),
  };
};

describe('health', () => {
  const report = {
    status: 'degraded',
    mode: 'paper',
    venue: 'sim',
    simulated: true,
    version: '0.1.0',
    uptimeMs: 1,
    seq: 1,
    checks: {
      feed: {ok: true, ageMs: null},
      journal: {ok: false, reason: 'the disk is full'},
      broker: {ok: true, reconciled: true},
      loop: {ok: false, p99Ms: 400},
      memory: {ok: true, heapUsedBytes: 1},
      protection: {ok: true, nakedMs: 0},
      patternMemory: {ok: true, shapes: 0},
      worker: {ok: true, configured: false},
    },
  };

  it.each([
    ['degraded', 200],
    ['down', 503],
  ])('of a bot that is %s is exit code 4, with its report', async (status, httpStatus) => {
    const server = await answering(httpStatus, JSON.stringify({...report, status}));
    const {code, stdout} = await ogz(['health', '--port', server.port], {cwd});
    await server.close();

    expect(code).toBe(4);
    expect(stdout).toMatch(new RegExp(`^${status} `));
    expect(stdout).toMatch(/journal +bad +the disk is full/);
  });

  it.each(['<html>', '{"hello":"world"}'])('of something else, which answers %s, is exit code 4', async body => {
    const server = await answering(200, body);
    const {code, stderr} = await ogz(['health', '--port', server.port], {cwd});
    await server.close();

    expect(code).toBe(4);
    expect(stderr).toBe(`Something that is not this bot answers at http://127.0.0.1:${server.port}.\n`);
  });
});

describe('with no bot on the data directory', () => {
  const nobody = ['--data-dir', 'nobody'];
  let free = '';
  beforeAll(async () => {
    const server = await answering(200, '');
    free = server.port;
    await server.close();
    mkdirSync(join(cwd, 'nobody'));
  });

  it('health and status end in 4 and say that nobody answers', async () => {
    for (const verb of ['health', 'status']) {
      const {code, stdout, stderr} = await ogz([verb, ...nobody, '--port', free], {cwd});
      expect({code, stdout}).toEqual({code: 4, stdout: ''});
      expect(stderr).toContain(`No bot answers (ECONNREFUSED) at http://127.0.0.1:${free}.`);
    }
    expect((await ogz(['health', ...nobody, '--port', free, '--json'], {cwd})).json).toMatchObject({
      status: 'unreachable',
    });
    expect((await ogz(['status', ...nobody, '--port', free, '--json'], {cwd})).json).toMatchObject({
      running: false,
      pid: null,
    });
  });

  it('stop has nothing to do, which is no failure', async () => {
    expect(await ogz(['stop', ...nobody], {cwd})).toMatchObject({
      code: 0,
      stdout: `No bot runs on data directory "${join(cwd, 'nobody')}"; there is nothing to stop.\n`,
    });
  });

  it('flatten and resume end in 1, and send the token to nobody', async () => {
    for (const verb of ['flatten', 'resume']) {
      expect(await ogz([verb, ...nobody], {cwd})).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('No bot runs on data directory'),
      });
    }
  });

  it('halt leaves a file, so that the next start is halted', async () => {
    const path = join(cwd, 'nobody/HALT');
    const first = await ogz(['halt', ...nobody, '--reason', 'night'], {cwd});
    const second = await ogz(['halt', ...nobody, '--reason', 'day', '--json'], {cwd});

    expect(first).toMatchObject({code: 0, stderr: expect.stringContaining(`wrote "${path}"`)});
    expect(second.json).toMatchObject({accepted: false, haltFile: path});
    expect(second.stderr).toContain('was there already');
    expect(readFileSync(path, 'utf8')).toBe('night\n');
  });

  it('resume removes that file when it is told to', async () => {
    expect(await ogz(['resume', ...nobody, '--remove-halt-file'], {cwd})).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No bot runs; a halt that its journal holds stays.'),
    });
    expect(existsSync(join(cwd, 'nobody/HALT'))).toBe(false);
  });

  it('halt makes no data directory of a misspelt name', async () => {
    expect(await ogz(['halt', '--data-dir', 'dtaa'], {cwd})).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Is --data-dir right?'),
    });
    expect(existsSync(join(cwd, 'dtaa'))).toBe(false);
  });

  it('finds its way with a broken configuration too', async () => {
    writeFileSync(join(cwd, 'nobody/config.json'), '{"nonsense":1}');

    expect(await ogz(['halt', ...nobody], {cwd})).toMatchObject({code: 0});
  });
});
