import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import type {HealthReport} from '../../core/server/protocol.ts';
import {BotChild, cleanUp, temporaryDirectory} from '../support/botProcess.ts';
import {ExchangeDoor, type TrueOrder} from '../support/exchange.ts';
import {ofType} from '../support/kernelWorld.ts';
import {until} from '../support/until.ts';

const MARKET = ['--market', 'kraken-sim', '--symbol', 'BTC/USD'];
/** Short, so that the test need not wait long for the other one to take over. */
const SHORT = {OGZ_LEASE_FOR_MS: '2000'};

afterEach(cleanUp);

/** A bot with an exchange of its own, and how another one on the same account is started. */
const first = async (env: Readonly<Record<string, string>> = {}) => {
  const OGZ_LEASE_DIRECTORY = join(temporaryDirectory(), 'leases');
  const bot = await BotChild.healthy({args: MARKET, env: {...env, OGZ_LEASE_DIRECTORY}});
  const door = new ExchangeDoor(bot.dataDir);
  const {restUrl, apiKey, apiSecret} = door.place;
  const key = {OGZ_EXCHANGE_KEY: apiKey, OGZ_EXCHANGE_SECRET: apiSecret};
  const another = (): Promise<BotChild> =>
    BotChild.start({args: MARKET, env: {...env, OGZ_LEASE_DIRECTORY, ...key, OGZ_MARKET_EXCHANGE: restUrl}});

  return {bot, door, another};
};

test('a second bot on the account does not start: it names the first, and may be tried again', async () => {
  const {bot, another} = await first();
  const second = await another();

  expect(await second.exited).toBe(75);
  expect(second.stderr).toContain(`is traded by process ${bot.child.pid}`);
  expect(second.stderr).toContain(`its page is http://127.0.0.1:${bot.port}. Two bots on one account`);
  expect((await bot.get<HealthReport>('/health')).body.status).toBe('ok');
}, 120_000);

test('without a folder for the leases it does not start, and says what to give', async () => {
  const bot = await BotChild.start({args: MARKET, env: {OGZ_LEASE_DIRECTORY: '/dev/null/leases'}});

  expect(await bot.exited).toBe(78);
  expect(bot.stderr).toContain('cannot be kept in "/dev/null/leases"');
  expect(bot.stderr).toContain('--set lease.directory=FOLDER');
}, 60_000);

test('a bot that was stopped past its lease wakes up and sends nothing: it says that another one trades', async () => {
  const {bot, door, another} = await first(SHORT);
  const ordersOf = async (one: BotChild): Promise<readonly TrueOrder[]> => {
    const [run] = ofType(await one.journal(), 'RunStarted');
    const prefix = run?.data.orderIdPrefix ?? 'none';

    return (await door.truth()).orders.filter(({request}) => request.clientOrderId?.startsWith(prefix));
  };
  bot.child.kill('SIGSTOP');
  let second = await another();
  await until('the second one has the account', async () => {
    if (second.child.exitCode === null) return (await second.reachable('/health'))?.status === 200;
    expect(second.child.exitCode).toBe(75);
    second = await another();
    return false;
  });
  const before = await ordersOf(bot);
  bot.child.kill('SIGCONT');
  const health = await until('the first one has noticed', async () => {
    const {body} = await bot.get<HealthReport>('/health');
    return body.checks.broker.ok ? null : body;
  });
  const wokenAt = (await door.clock())?.time ?? 0;
  await until(
    'both have had a minute of market time',
    async () => ((await door.clock())?.time ?? 0) > wokenAt + 60_000,
  );

  expect(JSON.stringify(health.checks.broker)).toMatch(/another bot|is traded by process/);
  expect((await ordersOf(bot)).map(({id}) => id)).toEqual(before.map(({id}) => id));
  await until(
    'the second one trades on',
    async () => (await second.get<HealthReport>('/health')).body.checks.broker.ok,
  );
}, 180_000);
