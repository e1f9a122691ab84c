import {describe, expect, it} from 'vitest';
import {readPairs} from '../../brokers/kraken/codec/readPairs.ts';
import {readAnswer, readCandles, readFills, readOrders} from '../../brokers/kraken/codec/readRest.ts';
import {makeRest} from '../../brokers/kraken/KrakenMarket.ts';
import {edgeWith} from '../../brokers/kraken/Edge.ts';
import type {KrakenRest} from '../../brokers/kraken/KrakenRest.ts';
import {sign} from '../../brokers/kraken/sign.ts';
import {settled} from '../net/ScriptedSockets.ts';
import {ManualTime} from '../support/ManualTime.ts';
import {hasSharedData} from '../support/sharedData.ts';
import {documented} from './frames.ts';
import {CREDENTIALS, row, ScriptedRest, URLS} from './ScriptedKraken.ts';

describe.runIf(hasSharedData())('Kraken answers of the documentation', () => {
  const result = (name: string) => readAnswer(documented(name)).result;

  it('a market with its increments, minimums and first fees, under the name that the world has for it', () => {
    expect(readPairs(result('http_asset_pairs.json'))).toEqual([
      {
        spec: {
          symbol: 'BTC/USDT',
          base: 'BTC',
          quote: 'USDT',
          kind: 'spot',
          tick: '0.1',
          lot: '0.00000001',
          minQuantity: '0.00005',
          minNotional: '0.5',
          makerFee: '0.0025',
          takerFee: '0.004',
        },
        precision: {price: 1, quantity: 8},
        status: 'online',
        names: ['XBTUSDT', 'XBTUSDT', 'XBT/USDT'],
        baseName: 'XXBT',
        quoteName: 'USDT',
      },
    ]);
  });

  it('open orders, a stop by its trigger', () => {
    expect(readOrders(result('http_open_orders.json'), 'open')).toMatchObject([
      {orderId: 'O26VBY-ISGAE-JP5TLU', side: 'buy', limitPrice: '29500.0', triggerPrice: null, status: 'open'},
      {orderId: 'OYEQF4-FDE4C-NMUYUI', orderType: 'stop-loss', side: 'sell', limitPrice: null, triggerPrice: '1800.0'},
    ]);
  });

  it('closed orders with what was executed', () => {
    expect(readOrders(result('http_closed_orders.json'), 'closed')).toMatchObject([
      {status: 'closed', quantity: '0.50000000', executed: '0.50000000', clientOrderId: null},
      {status: 'closed', orderType: 'market', limitPrice: null},
    ]);
  });

  it('our executions, exact, with who made them', () => {
    expect(readFills(result('http_trades_history.json'))).toMatchObject([
      {
        executionId: 'TCCCTY-WJ6EO-4FP4VZ',
        orderId: 'O26VBY-ISGAE-JP5TLU',
        price: '29500.50',
        quantity: '0.50000000',
        fee: '23.60',
        time: 1_688_585_840_892,
        liquidity: 'maker',
      },
      {liquidity: 'taker', side: 'sell'},
    ]);
  });
});

describe('Kraken candles', () => {
  it('leave out the last row, which still forms', () => {
    const rows = [0, 60, 120].map(time => [time, '1.0', '2.0', '0.5', '1.5', '1.2', '3.25', 7]);
    const {result} = readAnswer(JSON.stringify({error: [], result: {XXBTZUSD: rows, last: 120}}));

    expect(readCandles(result)).toEqual([
      {time: 0, open: 1, high: 2, low: 0.5, close: 1.5, volume: 3.25},
      {time: 60_000, open: 1, high: 2, low: 0.5, close: 1.5, volume: 3.25},
    ]);
  });
});

const open = (): {rest: KrakenRest; scripted: ScriptedRest; time: ManualTime} => {
  const time = new ManualTime();
  const scripted = new ScriptedRest(() => time.clock.now());
  const edge = edgeWith({
    urls: URLS,
    clock: time.clock,
    timers: time.timers,
    random: () => 0.5,
    sendHttp: scripted.send,
  });

  return {rest: makeRest(edge, CREDENTIALS), scripted, time};
};

/** Lets time pass until the promise has settled. */
const passing = async <Result>(time: ManualTime, promise: Promise<Result>): Promise<Result> => {
  const state = {isDone: false};
  const watch = (): void => {
    state.isDone = true;
  };
  promise.then(watch, watch);
  for (let step = 0; step < 200 && !state.isDone; step += 1) {
    await settled();
    time.advance(500);
  }

  return promise;
};

describe('KrakenRest', () => {
  it('signs each private call with a nonce above the last, also when the clock stands still', async () => {
    const {rest, scripted} = open();
    await Promise.all([rest.balances(), rest.balances(), rest.token()]);
    const nonces = scripted.bodies.map(body => Number(new URLSearchParams(body).get('nonce')));
    const [body = ''] = scripted.bodies;
    const nonce = String(nonces[0]);

    expect(nonces).toEqual([...nonces].sort((a, b) => a - b));
    expect(new Set(nonces).size).toBe(3);
    expect(scripted.headers[0]?.['API-Sign']).toBe(
      sign({path: '/0/private/BalanceEx', nonce, body, secret: CREDENTIALS.apiSecret}),
    );
  });

  it('makes private calls one after the other', async () => {
    const {rest, scripted} = open();
    let running = 0;
    let most = 0;
    const {send} = scripted;
    const slow = makeRest(
      edgeWith({
        urls: URLS,
        sendHttp: async request => {
          running += 1;
          most = Math.max(most, running);
          await settled();
          running -= 1;
          return send(request);
        },
      }),
      CREDENTIALS,
    );
    await Promise.all([slow.balances(), slow.token(), slow.open()]);

    expect(most).toBe(1);
    expect(rest).toBeDefined();
  });

  it('asks again after a gateway’s error page, and gives up after three', async () => {
    const {rest, scripted, time} = open();
    scripted.answers.set('BalanceEx', '<html>Bad gateway</html>');
    const text = await passing(time, rest.balances()).catch((error: unknown) => String(error));

    expect(scripted.calls.length).toBe(3);
    expect(text).toContain('Kraken gave no usable answer to BalanceEx');
    expect(text).not.toContain(CREDENTIALS.apiSecret);
  });

  it('does not ask again for what the venue has refused', async () => {
    const {rest, scripted, time} = open();
    scripted.answers.set('BalanceEx', ['EGeneral:Permission denied']);
    await expect(passing(time, rest.balances())).rejects.toMatchObject({meaning: {code: 'PERMISSION_DENIED'}});

    expect(scripted.calls.length).toBe(1);
  });

  it('waits as long as the venue’s counter needs', async () => {
    const {rest, time} = open();
    const start = time.clock.now();
    for (let call = 0; call < 8; call += 1) await passing(time, rest.closed(0));

    // Eight calls of two are one more than the fifteen that are allowed at once, at a third per second.
    expect(time.clock.now() - start).toBeGreaterThanOrEqual(3_000);
  });

  it('takes the pages of a long list together', async () => {
    const {rest, scripted, time} = open();
    const page = (from: number, count: number): object =>
      Object.fromEntries(
        Array.from({length: count}, (_, index) => [`O-${from + index}`, row('x', {status: 'closed'})]),
      );
    const {send} = scripted;
    const paged = makeRest(
      edgeWith({
        urls: URLS,
        clock: time.clock,
        timers: time.timers,
        sendHttp: request => {
          const offset = Number(new URLSearchParams(request.body).get('ofs'));
          scripted.answers.set('ClosedOrders', {closed: page(offset, offset === 0 ? 50 : 7)});
          return send(request);
        },
      }),
      CREDENTIALS,
    );

    expect((await passing(time, paged.closed(0))).length).toBe(57);
    expect(rest).toBeDefined();
  });
});
