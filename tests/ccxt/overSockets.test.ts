import {spawnSync} from 'node:child_process';
import {afterEach, describe, expect, it} from 'vitest';
import {CcxtBrokerAdapter} from '../../brokers/ccxt/CcxtBrokerAdapter.ts';
import {startSimulator, type Simulator} from '../../brokers/simulator/startSimulator.ts';
import {RecordingListener} from '../contracts/brokerContract.ts';
import {fastTime, until} from '../kraken/SimulatedKraken.ts';
import {intent} from '../matching/orders.ts';

const SYMBOL = 'SOL/USD';
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** The adapter over real sockets, with time ten times as fast so that its waits are short. */
const start = async (): Promise<{simulator: Simulator; adapter: CcxtBrokerAdapter; heard: RecordingListener}> => {
  const time = fastTime(10);
  const simulator = await startSimulator({
    ...time,
    port: 0,
    symbols: [SYMBOL],
    balances: {USD: '10000'},
    rateTier: 'off',
    flow: false,
    historyMinutes: 10,
  });
  const adapter = await CcxtBrokerAdapter.open({
    exchange: 'kraken',
    credentials: simulator,
    simulated: {urls: {public: simulator.restUrl, private: simulator.restUrl}, speed: 10},
    edge: time,
  });
  stops.push(
    () => adapter.stop(),
    () => simulator.stop(),
  );
  const heard = new RecordingListener();
  await adapter.markets([SYMBOL]);
  await adapter.connect(heard);
  await adapter.start();

  return {simulator, adapter, heard};
};

describe('ccxt over real sockets', () => {
  it.each(['reset', 'hang'] as const)(
    'an acknowledgement lost by %s is found out, and nothing is sent twice',
    async how => {
      const {simulator, adapter, heard} = await start();
      simulator.faults.add({name: 'drop-ack', how, call: 'AddOrder'});
      adapter.submit(intent('a', {symbol: SYMBOL}));
      await until('it is filled', () => heard.filled('a') === '1', 30_000);

      expect(heard.story('a')).toEqual(['unknown', 'accepted', 'filled']);
      expect(simulator.truth.orders(simulator.account).length).toBe(1);
      expect(heard.executions().map(({executionId}) => executionId)).toEqual(
        simulator.truth.executionsOf(simulator.account).map(({id}) => id),
      );
    },
    60_000,
  );
});

const COUNT_LOADED = `
import {registerHooks} from 'node:module';
const loaded = [];
registerHooks({load: (url, context, next) => (loaded.push(url), next(url, context))});
const {CcxtBrokerAdapter} = await import('./brokers/ccxt/CcxtBrokerAdapter.ts');
const before = loaded.filter(url => url.includes('node_modules/ccxt/')).length;
await CcxtBrokerAdapter.open({exchange: 'kraken', credentials: {apiKey: '', apiSecret: ''}});
const exchanges = loaded.flatMap(url => /ccxt\\/js\\/src\\/(?:pro\\/)?(\\w+)\\.js$/.exec(url)?.[1] ?? []);
process.stdout.write(JSON.stringify({before, exchanges}));
`;

it('ccxt is not loaded before it is needed, and then nothing but the one exchange', () => {
  const {stdout, stderr} = spawnSync(process.execPath, ['--input-type=module', '-e', COUNT_LOADED], {encoding: 'utf8'});

  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({before: 0, exchanges: ['kraken']});
});
