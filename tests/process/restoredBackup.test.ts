import {cpSync, mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import type {AnyEnvelope, EnvelopeOf} from '../../core/domain/Event.ts';
import type {HealthReport} from '../../core/server/protocol.ts';
import {busySettings} from '../killLoop/busySettings.ts';
import {BotChild, cleanUp, temporaryDirectory} from '../support/botProcess.ts';
import {ExchangeDoor} from '../support/exchange.ts';
import {until} from '../support/until.ts';

const ARGS = ['--market', 'kraken-sim', '--symbol', 'BTC/USD', '--speed', '150'];

afterEach(cleanUp);

/** Everything but the exchange, which is not ours to put back. */
const copyOwn = (from: string, to: string): void => {
  for (const name of readdirSync(from))
    if (name !== 'exchange') cpSync(join(from, name), join(to, name), {recursive: true});
};

const removeOwn = (dataDir: string): void => {
  for (const name of readdirSync(dataDir)) if (name !== 'exchange') rmSync(join(dataDir, name), {recursive: true});
};

const isLasting = (line: AnyEnvelope): line is EnvelopeOf<'AccountDiffered'> =>
  line.type === 'AccountDiffered' && line.data.persists;

test('an older data directory that is put back takes up no name that an order has had', async () => {
  const folder = temporaryDirectory();
  const [dataDir, backup] = [join(folder, 'data'), join(folder, 'backup')];
  mkdirSync(dataDir);
  mkdirSync(backup);
  writeFileSync(join(dataDir, 'config.json'), JSON.stringify(busySettings()));
  const door = new ExchangeDoor(dataDir);
  const live = async (orders: number): Promise<BotChild> => {
    const bot = await BotChild.healthy({dataDir, args: ARGS});
    const before = (await door.truth()).orders.length;
    await until('it has sent orders', async () => (await door.truth()).orders.length >= before + orders);

    return bot;
  };
  await (await live(2)).stop();
  copyOwn(dataDir, backup);
  await (await live(8)).stop();
  removeOwn(dataDir);
  copyOwn(backup, dataDir);
  const bot = await BotChild.start({dataDir, args: ARGS});
  await bot.line('the difference that stays', isLasting);
  expect((await bot.command('resume')).status).toBe(200);
  await bot.isHealthy();
  const before = (await door.truth()).orders.length;
  await until('it trades again', async () => (await door.truth()).orders.length >= before + 6);
  const names = (await door.truth()).orders.map(({request}) => request.clientOrderId);

  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  expect((await bot.get<HealthReport>('/health')).body.checks.broker.ok).toBe(true);
}, 180_000);
