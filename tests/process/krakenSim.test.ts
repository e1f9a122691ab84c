import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {askClock} from '../../brokers/simulator/client/askClock.ts';
import type {HealthReport} from '../../core/server/protocol.ts';
import {ogz} from '../cli/ogz.ts';
import {spawnOgz} from '../cli/spawnOgz.ts';
import {BotChild, cleanUp, temporaryDirectory} from '../support/botProcess.ts';
import {ExchangeDoor} from '../support/exchange.ts';
import {ofType} from '../support/kernelWorld.ts';
import {until} from '../support/until.ts';

const KRAKEN_SIM = ['--market', 'kraken-sim', '--symbol', 'BTC/USD'];

afterEach(cleanUp);

const start = (dataDir = join(temporaryDirectory(), 'data'), args: readonly string[] = []): Promise<BotChild> =>
  BotChild.healthy({dataDir, args: [...KRAKEN_SIM, ...args]});

describe('npm start -- --market kraken-sim', () => {
  test('trades through the Kraken adapter on an exchange of its own, and never looks like real money', async () => {
    const bot = await start();
    const {body} = await bot.get<HealthReport>('/health');
    const [run] = ofType(await bot.journal(), 'RunStarted');
    const [opened] = ofType(await bot.journal(), 'AccountOpened');

    expect(body).toMatchObject({mode: 'paper', venue: 'kraken-sim', simulated: true});
    expect(run?.data.venue).toEqual({
      name: 'kraken-sim',
      mode: 'paper',
      simulated: true,
      speed: 10,
      oneCancelsOther: false,
    });
    expect(opened?.data).toEqual({currency: 'USD', cash: '10000', others: []});
  });

  test('the exchange outlives a bot that is killed, and the next one finds it', async () => {
    const bot = await start();
    const door = new ExchangeDoor(bot.dataDir);
    const before = await door.clock();
    await bot.kill();
    expect(await door.clock()).toMatchObject({instance: before?.instance});

    const again = await start(bot.dataDir);
    const clock = await door.clock();
    expect(clock).toMatchObject({instance: before?.instance, speed: 10});
    const lines = await again.journal();
    expect(ofType(lines, 'AccountOpened')).toHaveLength(1);
    const second = ofType(lines, 'RunStarted')[1];
    const last = lines.findLast(({seq}) => seq < (second?.seq ?? 0));
    expect(second?.time).toBeGreaterThanOrEqual(last?.time ?? Number.POSITIVE_INFINITY);
    expect(second?.time).toBeLessThanOrEqual(clock?.time ?? 0);
  });

  test('a planned stop says that the exchange goes on, and how it is closed', async () => {
    const bot = await start();
    const door = new ExchangeDoor(bot.dataDir);
    expect((await ogz(['stop', '--data-dir', bot.dataDir])).stderr).toContain('ogz stop --exchange closes it now');
    expect(await door.clock()).not.toBe(null);

    const {stderr, code} = await ogz(['stop', '--exchange', '--data-dir', bot.dataDir]);
    expect(stderr).toContain('has closed and keeps its account');
    expect([code, await door.clock()]).toEqual([0, null]);
    expect((await ogz(['doctor', '--data-dir', bot.dataDir])).stdout).toContain('closed, its account is kept');
  });

  test('an exchange that is killed and comes back at its place is found by the bot that was there', async () => {
    const bot = await start();
    const door = new ExchangeDoor(bot.dataDir);
    const {restUrl} = door.place;
    door.signal('SIGKILL');
    await until('the bot is not ready', async () => (await bot.reachable('/ready'))?.status === 503);

    const exchange = spawnOgz(['simulator', '--state', join(bot.dataDir, 'exchange'), '--speed', '10'], bot.dataDir);
    await until('the bot is ready', async () => (await bot.reachable('/ready'))?.status === 200);
    expect(door.place.restUrl).toBe(restUrl);
    expect(ofType(await bot.journal(), 'TradingHalted')).toEqual([]);
    exchange.child.kill('SIGTERM');
    await exchange.ended;
  });

  test('an exchange that does not answer is not started a second time', async () => {
    const bot = await start();
    const door = new ExchangeDoor(bot.dataDir);
    await bot.kill();
    door.signal('SIGSTOP');
    const again = await BotChild.start({dataDir: bot.dataDir, args: KRAKEN_SIM});

    expect(await again.exited).toBe(75);
    expect(again.stderr).toContain('is already open in process');
    door.signal('SIGCONT');
  });

  test('no key is in a file that others may read, in the journal or in the log', async () => {
    const bot = await start();
    const {apiKey, apiSecret} = new ExchangeDoor(bot.dataDir).place;
    await bot.stop();
    const files = readdirSync(bot.dataDir, {recursive: true, withFileTypes: true})
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name));
    const holding = files.filter(path =>
      [apiKey, apiSecret].some(secret => readFileSync(path, 'utf8').includes(secret)),
    );

    expect(holding).toEqual([join(bot.dataDir, 'exchange', 'connection.json')]);
    expect(statSync(join(bot.dataDir, 'exchange', 'connection.json')).mode & 0o777).toBe(0o600);
    expect(bot.stdout + bot.stderr).not.toContain(apiSecret);
  });
});

describe('an exchange that runs already', () => {
  test('is joined with the key that the environment names, and is nobody here to start or stop', async () => {
    const folder = temporaryDirectory();
    const exchange = spawnOgz(['simulator', '--speed', '20', '--json'], folder);
    let text = '';
    exchange.child.stdout?.on('data', (chunk: Buffer) => void (text += chunk.toString()));
    await until('it is open', () => text.includes('\n'));
    const {restUrl, apiKey, apiSecret} = JSON.parse(text) as Record<'restUrl' | 'apiKey' | 'apiSecret', string>;
    writeFileSync(join(folder, 'secret'), apiSecret);
    const bot = await BotChild.healthy({
      args: [...KRAKEN_SIM, '--set', `market.exchange=${restUrl}`],
      env: {OGZ_EXCHANGE_KEY: apiKey, OGZ_EXCHANGE_SECRET_FILE: join(folder, 'secret')},
    });
    const lines = await bot.journal();
    await bot.stop();

    expect(ofType(lines, 'RunStarted')[0]?.data.venue.speed).toBe(20);
    expect(ofType(lines, 'AccountOpened')[0]?.data).toMatchObject({
      cash: '100000',
      others: [
        {asset: 'BTC', total: '1'},
        {asset: 'ETH', total: '10'},
        {asset: 'SOL', total: '100'},
      ],
    });
    expect(await askClock(restUrl)).toMatchObject({speed: 20});
    exchange.child.kill('SIGTERM');
    await exchange.ended;
  });

  test.each([
    ['on another machine', 'http://10.0.0.1:80', 78, 'is not on this machine, and a simulated exchange must be'],
    ['that nobody runs', 'http://127.0.0.1:1', 75, 'No simulated exchange answers at "http://127.0.0.1:1"'],
  ])('is refused %s', async (_what, address, code, words) => {
    const bot = await BotChild.start({
      args: [...KRAKEN_SIM, '--set', `market.exchange=${address}`],
      env: {OGZ_EXCHANGE_KEY: 'a-key', OGZ_EXCHANGE_SECRET: 'a-secret'},
    });

    expect(await bot.exited).toBe(code);
    expect(bot.stderr).toContain(words);
    expect(bot.stderr).not.toContain('a-secret');
  });
});
