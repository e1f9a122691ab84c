import {appendFileSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {KrakenRest} from '../../brokers/kraken/KrakenRest.ts';
import {sendHttp} from '../../brokers/net/sendHttp.ts';
import {signCall} from '../../brokers/simulator/dialects/kraken/Keys.ts';
import {RATE_TIERS} from '../../brokers/simulator/engine/limits.ts';
import {madeUpMarkets} from '../../brokers/simulator/madeUpMarkets.ts';
import {DEMO_ACCOUNT, SimulatedExchange} from '../../brokers/simulator/SimulatedExchange.ts';
import {startSimulator} from '../../brokers/simulator/startSimulator.ts';
import {readState} from '../../brokers/simulator/state/readState.ts';
import {StateKeeper} from '../../brokers/simulator/state/StateKeeper.ts';
import {nodeClock, nodeTimers} from '../../core/runtime/clock.ts';
import {temporaryFolder} from '../cli/ogz.ts';
import {type Spawned, spawnOgz} from '../cli/spawnOgz.ts';
import {until} from '../support/until.ts';
import {order, T0} from './exchangeWorld.ts';

const folder = temporaryFolder();
const STATE = 'exchange';
const stateFile = join(folder, STATE, 'exchange.ndjson');

type Place = {restUrl: string; apiKey: string; apiSecret: string};
type Truth = {
  orders: {id: string; status: string; request: {clientOrderId: string}}[];
  executions: {id: string}[];
  balances: Record<string, string>;
};

const running = new Set<Spawned>();

const open = async (args: readonly string[] = []): Promise<Spawned & {place: Place}> => {
  const spawned = spawnOgz(['simulator', '--state', STATE, '--speed', '10', '--json', ...args], folder);
  running.add(spawned);
  let text = '';
  spawned.child.stdout?.on('data', (chunk: Buffer) => void (text += chunk.toString()));
  let hasEnded = false;
  void spawned.ended.then(() => (hasEnded = true));
  await until('it is open', () => hasEnded || text.includes('\n'));
  if (hasEnded) throw new Error((await spawned.ended).stderr);

  return {...spawned, place: JSON.parse(text) as Place};
};

const kill = async (exchange: Spawned): Promise<void> => {
  exchange.child.kill('SIGKILL');
  await exchange.ended;
};

afterEach(async () => {
  for (const exchange of running) await kill(exchange);
  running.clear();
});

let nonce = 1;

const call = async ({restUrl, apiKey, apiSecret}: Place, name: string, form: string): Promise<unknown> => {
  const path = `/0/private/${name}`;
  const body = `nonce=${(nonce += 1)}&${form}`;
  const headers = {
    'API-Key': apiKey,
    'API-Sign': signCall({apiSecret}, path, String(nonce), body),
    'Content-Type': 'application/x-www-form-urlencoded',
  };
  const answer = (await (await fetch(restUrl + path, {method: 'POST', headers, body})).json()) as {
    error: string[];
    result: unknown;
  };
  expect(answer.error).toEqual([]);

  return answer.result;
};

const ask = async <T>({restUrl}: Place, path: string): Promise<T> =>
  (await (await fetch(`${restUrl}/simulator/${path}`)).json()) as T;

const timeOf = async (place: Place): Promise<number> => (await ask<{time: number}>(place, 'clock')).time;

describe('an exchange with a folder', () => {
  it('remembers every order that it acknowledged when it is killed, at the same address and with the same key', async () => {
    let exchange = await open(['--cash', '10000']);
    const {place} = exchange;
    for (let index = 0; index < 4; index += 1) {
      const limit = `type=buy&ordertype=limit&price=1000&volume=0.001&cl_ord_id=rest-${index}`;
      const market = `type=buy&ordertype=market&volume=0.001&cl_ord_id=fill-${index}`;
      await call(place, 'AddOrder', `pair=XBTUSD&${index % 2 === 0 ? limit : market}`);
      const before = await ask<Truth>(place, 'truth');
      await kill(exchange);
      exchange = await open();
      expect(exchange.place).toMatchObject(place);
      expect(await ask<Truth>(place, 'truth')).toEqual(before);
    }
    const truth = await ask<Truth>(place, 'truth');
    expect(truth.orders.map(({request, status}) => `${request.clientOrderId} ${status}`)).toEqual([
      'rest-0 new',
      'fill-1 filled',
      'rest-2 new',
      'fill-3 filled',
    ]);
    expect(new Set(truth.executions.map(({id}) => id)).size).toBe(truth.executions.length);
    expect(truth.balances['BTC']).toBe('0.002');

    await call(place, 'CancelOrder', 'cl_ord_id=rest-2');
    const {orders} = await ask<Truth>(place, 'truth');
    expect(orders.filter(({status}) => status === 'new')).toHaveLength(1);
  });

  it('goes on in market time, never back, and keeps its candles', async () => {
    let exchange = await open();
    const before = await timeOf(exchange.place);
    await kill(exchange);
    exchange = await open();
    const {place} = exchange;
    expect(await timeOf(place)).toBeGreaterThan(before - 11_000);

    const ahead = before + 900_000;
    await fetch(`${place.restUrl}/simulator/clock`, {method: 'POST', body: JSON.stringify({notBefore: ahead})});
    expect(await timeOf(place)).toBeGreaterThanOrEqual(ahead);
    const rest = new KrakenRest({
      url: place.restUrl,
      credentials: null,
      send: sendHttp,
      clock: nodeClock,
      timers: nodeTimers,
      random: () => 0,
      counter: {limit: 20, decayPerSecond: 1},
    });
    const candles = await until('the market has caught up', async () => {
      const list = await rest.candles('XBTUSD', 1);
      return (list.at(-1)?.time ?? 0) > ahead - 120_000 && list;
    });
    expect(candles.length).toBeGreaterThan(700);
    expect(candles.every(({time}, index) => index === 0 || time === (candles[index - 1]?.time ?? 0) + 60_000)).toBe(
      true,
    );
  });

  it('is read back without a line that was torn, and refused with one that was changed', async () => {
    await kill(await open());
    appendFileSync(stateFile, '{"type":"event","eve');
    await kill(await open());

    const text = readFileSync(stateFile, 'utf8');
    writeFileSync(stateFile, text.replace('"type":"minute"', '"type":minute'));
    await expect(open()).rejects.toThrow('is damaged in line 2');
    writeFileSync(stateFile, text);
  });

  it('is nobody else to read, and runs once', async () => {
    const {place} = await open();
    for (const name of ['exchange.ndjson', 'connection.json']) {
      expect(statSync(join(folder, STATE, name)).mode & 0o777).toBe(0o600);
    }
    await expect(open()).rejects.toThrow('is already open in process');
    expect(await timeOf(place)).toBeGreaterThan(0);
  });

  it('writes itself anew without what has been overtaken, and is the same when it is read', async () => {
    const path = join(folder, 'grows.ndjson');
    const keeper = new StateKeeper({path, seed: 1, wanted: ['BTC/USD'], all: [], wall: () => 5, mostBytes: 50_000});
    const markets = madeUpMarkets({seed: 1, opensAt: T0, historyMinutes: 60, symbols: ['BTC/USD']});
    const market = new SimulatedExchange({
      seed: '1',
      markets,
      opensAt: T0,
      balances: {USD: '1000'},
      limits: RATE_TIERS.off,
      onEvent: event => keeper.onEvent(event),
    });
    market.exchange.submit(DEMO_ACCOUNT, order({limit: '100', quantity: '1'}), T0);
    const sizes: number[] = [];
    for (let count = 0; count < 1_000; count += 1) {
      keeper.mark(market, T0 + count);
      sizes.push(statSync(path).size);
    }

    expect(Math.max(...sizes)).toBeLessThan(60_000);
    expect(sizes.some((size, index) => size < (sizes[index - 1] ?? 0))).toBe(true);
    expect(readState(path)).toMatchObject({incarnation: 0, time: T0 + 999, at: 5});
    expect(readState(path)?.events.map(({type}) => type)).toEqual(['balance', 'order', 'order']);
    expect(readState(path)?.minutes.get('BTC/USD')).toHaveLength(60);
  });

  it('knows how long nobody has been there', async () => {
    const simulator = await startSimulator({port: 0, symbols: ['BTC/USD'], historyMinutes: 1});
    await until('nobody was there for a while', () => simulator.idleMs() > 50);
    const socket = new WebSocket(simulator.wsPublicUrl);
    await until('somebody is there', () => simulator.idleMs() < 10);
    socket.close();
    await simulator.stop();
  });

  it('has the markets that it began with', async () => {
    await expect(open(['--symbols', 'BTC/USD,DOGE/USD'])).rejects.toThrow('has no market DOGE/USD');
  });
});
