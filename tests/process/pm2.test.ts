import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {cleanUp, freePort, journalOf, ROOT, temporaryDirectory} from '../support/botProcess.ts';
import {ofType} from '../support/kernelWorld.ts';
import {botsOn, Pm2} from '../support/pm2.ts';
import {until} from '../support/until.ts';

const APP = 'ogz-prime-v2';
const ECOSYSTEM = 'ecosystem.config.js';
/** A dozen calls of pm2, each a node process of its own. */
const LIMIT_MS = 180_000;

const daemons: Pm2[] = [];
afterEach(async () => {
  for (const pm2 of daemons.splice(0)) await pm2.run('kill');
  await cleanUp();
});

const pm2For = async (env: Readonly<Record<string, string>> = {}) => {
  const folder = temporaryDirectory();
  const [dataDir, port] = [join(folder, 'data'), String(await freePort())];
  const pm2 = new Pm2(join(folder, 'pm2'), {
    OGZ_DATA_DIR: dataDir,
    OGZ_SERVER_PORT: port,
    OGZ_MARKET_SPEED: '600',
    ...env,
  });
  daemons.push(pm2);

  return {pm2, dataDir, url: `http://127.0.0.1:${port}`};
};

const logLines = (): string[] => {
  const path = join(ROOT, 'logs/out.log');

  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
};

test('under pm2 the bot is online, shows itself, logs, halts on a trigger, and is never there twice', {
  timeout: LIMIT_MS,
}, async () => {
  const {pm2, dataDir, url} = await pm2For();
  const linesBefore = logLines().length;
  await pm2.run('start', ECOSYSTEM);

  expect(await pm2.app()).toMatchObject({name: APP, pm2_env: {status: 'online', restart_time: 0}});
  expect((await fetch(`${url}/health`)).ok).toBe(true);
  const monitor = await until('pm2 monit has the metrics', async () => {
    const shown = (await pm2.app())?.pm2_env.axm_monitor;
    return shown?.['Equity'] !== undefined && shown;
  });
  expect(Object.keys(monitor)).toEqual(expect.arrayContaining(['Mode', 'Equity', 'Feed age', 'Positions', 'Halted']));
  expect([monitor['Mode']?.value, monitor['Halted']?.value]).toEqual(['paper sim', 'no']);
  await until('logs/out.log has the line of the indicators', () => {
    const own = logLines().slice(linesBefore);
    return own.some(line => line.includes('IndicatorEngine ready') && line.startsWith('{'));
  });

  await pm2.run('trigger', APP, 'halt');
  const halted = await until(
    'the halt is in the journal',
    async () => ofType(await journalOf(dataDir), 'TradingHalted')[0],
  );
  expect((await journalOf(dataDir))[halted.cause - 1]).toMatchObject({data: {name: 'halt', by: 'pm2'}});
  await until('pm2 monit shows the halt', async () => (await pm2.metric('Halted')) === 'yes');

  const [first] = botsOn(dataDir);
  let [most, isReloading] = [0, true];
  const reload = pm2.run('reload', APP).finally(() => (isReloading = false));
  await until('the reload is through', () => {
    most = Math.max(most, botsOn(dataDir).length);
    return !isReloading;
  });
  await reload;

  expect(most).toBe(1);
  const second = botsOn(dataDir);
  expect(second).toHaveLength(1);
  expect(second[0]).not.toBe(first);
  const state = (await (await fetch(`${url}/api/state`)).json()) as {readonly trading: object};
  expect(state.trading).toMatchObject({state: 'HALTED'});
  const runs = (await journalOf(dataDir)).filter(({type}) => type === 'RunStarted' || type === 'RunEnded');
  expect(
    runs.map(({type}) => type),
    'the first one ended in good order',
  ).toEqual(['RunStarted', 'RunEnded', 'RunStarted']);

  await pm2.run('stop', APP);
  expect(botsOn(dataDir)).toEqual([]);
  expect((await journalOf(dataDir)).at(-1)).toMatchObject({type: 'RunEnded'});
});

test('a bad configuration is not started again and again', {timeout: LIMIT_MS}, async () => {
  const {pm2, dataDir} = await pm2For({OGZ_SEED: 'abc'});
  await Promise.allSettled([pm2.run('start', ECOSYSTEM)]);
  const app = await until('pm2 gives up', async () => {
    const now = await pm2.app();
    return now?.pm2_env.status === 'stopped' && now;
  });

  expect(app.pm2_env.restart_time).toBe(0);
  expect(botsOn(dataDir)).toEqual([]);
});
