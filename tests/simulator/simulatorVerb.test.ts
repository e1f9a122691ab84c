import {writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {signCall} from '../../brokers/simulator/dialects/kraken/Keys.ts';
import {ogz, temporaryFolder} from '../cli/ogz.ts';
import {spawnOgz} from '../cli/spawnOgz.ts';

const folder = temporaryFolder();

type Place = {
  restUrl: string;
  wsPublicUrl: string;
  wsPrivateUrl: string;
  apiKey: string;
  apiSecret: string;
  symbols: string[];
};

const started = async (args: readonly string[]) => {
  const process = spawnOgz(['simulator', '--port', '0', '--json', ...args], folder);
  const place = await new Promise<Place>((resolve, reject) => {
    let text = '';
    process.child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(JSON.parse(text) as Place);
    });
    void process.ended.then(({stderr}) => reject(new Error(`It ended: ${stderr}`)));
  });

  return {...process, place};
};

const addOrder = async ({restUrl, apiKey, apiSecret}: Place) => {
  const path = '/0/private/AddOrder';
  const body = 'nonce=1&pair=XBTUSD&type=buy&ordertype=market&volume=0.01';
  const headers = {
    'API-Key': apiKey,
    'API-Sign': signCall({apiSecret}, path, '1', body),
    'Content-Type': 'application/x-www-form-urlencoded',
  };
  return fetch(restUrl + path, {method: 'POST', headers, body});
};

describe('ogz simulator', () => {
  it('prints its addresses and a key that trades, tells the truth, and stops when asked', async () => {
    const {child, ended, place} = await started(['--seed', '7']);
    expect(place).toMatchObject({dialect: 'kraken', symbols: ['BTC/USD', 'ETH/USD', 'SOL/USD']});
    expect([place.wsPublicUrl, place.wsPrivateUrl].every(url => url.startsWith('ws://127.0.0.1:'))).toBe(true);
    expect(JSON.parse(await (await addOrder(place)).text())).toMatchObject({
      error: [],
      result: {txid: [expect.any(String)]},
    });
    const truth: {orders: {status: string; filled: string}[]; balances: Record<string, string>} = JSON.parse(
      await (await fetch(`${place.restUrl}/simulator/truth`)).text(),
    );
    expect(truth.orders).toMatchObject([{status: 'filled', filled: '0.01'}]);
    expect(truth.balances['BTC']).toBe('1.01');

    child.kill('SIGTERM');
    const {code, stderr} = await ended;
    expect(code).toBe(0);
    expect(stderr).toContain('Stopped after 1 orders and');
  });

  it('plays a recorded file, and follows a script of faults', async () => {
    const bars = Array.from(
      {length: 300},
      (_, index) => `${1_700_000_040_000 + index * 60_000},100.5,101.5,99.5,100.5,12.5`,
    );
    writeFileSync(join(folder, 'kraken_BTCUSD_1m.csv'), `time_ms,open,high,low,close,volume\n${bars.join('\n')}\n`);
    writeFileSync(join(folder, 'faults.json'), '{"faults":[{"name":"bad-gateway","call":"AddOrder","reaches":false}]}');
    const {child, ended, place} = await started(['--data', 'kraken_BTCUSD_1m.csv', '--faults', 'faults.json']);
    expect(place.symbols).toEqual(['BTC/USD']);
    const answer: {result: {XXBTZUSD: unknown[][]}} = JSON.parse(
      await (await fetch(`${place.restUrl}/0/public/OHLC?pair=XBTUSD`)).text(),
    );
    expect(answer.result.XXBTZUSD.length).toBeGreaterThanOrEqual(29);
    expect(answer.result.XXBTZUSD.at(2)?.slice(1, 5)).toEqual(['100.5', '101.5', '99.5', '100.5']);
    expect((await addOrder(place)).status).toBe(502);
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
  });

  it('says what is wrong with a fault script, a data file, a dialect or a port', async () => {
    writeFileSync(join(folder, 'wrong.json'), '{"faults":[{"name":"drop-akc"}]}');
    const wrong = await ogz(['simulator', '--faults', 'wrong.json'], {cwd: folder});
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('faults[0]: unknown fault "drop-akc". Did you mean "drop-ack"?'),
    });
    expect(await ogz(['simulator', '--data', 'nothing.csv'], {cwd: folder})).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('"nothing.csv" is not there'),
    });
    expect(await ogz(['simulator', '--dialect', 'krakn'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected one of kraken'),
    });
    const server = createServer();
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const {port} = server.address() as AddressInfo;
    expect(await ogz(['simulator', '--port', String(port)])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`Port ${port} is taken`),
    });
    await new Promise(done => server.close(done));
  });
});
