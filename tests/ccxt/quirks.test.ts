import {describe, expect, it} from 'vitest';
import {CcxtBrokerAdapter} from '../../brokers/ccxt/CcxtBrokerAdapter.ts';
import {CcxtCalls} from '../../brokers/ccxt/CcxtCalls.ts';
import {ccxtWire} from '../../brokers/ccxt/ccxtWire.ts';
import {failureOf} from '../../brokers/ccxt/errors.ts';
import {openClient} from '../../brokers/ccxt/openClient.ts';
import {quirksOf} from '../../brokers/ccxt/quirks.ts';
import type {HttpRequest, SendHttp} from '../../brokers/net/sendHttp.ts';
import type {OrderWire, Outcome} from '../../brokers/orders/OrderWire.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import {nodeClock, nodeTimers} from '../../core/runtime/clock.ts';

const SPEC = {
  symbol: 'BTC/USD',
  base: 'BTC',
  quote: 'USD',
  kind: 'spot',
  tick: '0.1',
  lot: '0.00000001',
  minQuantity: '0.0001',
  minNotional: '1',
  makerFee: '0.001',
  takerFee: '0.001',
} as const;

const ORDER: OrderIntent = {
  clientOrderId: '0195e6a0-0000-7000-8000-000000000001',
  symbol: 'BTC/USD',
  side: 'buy',
  type: 'limit',
  limitPrice: '50000.1',
  quantity: '0.29',
  reduceOnly: false,
  purpose: 'entry',
  strategy: 'test',
  decision: 1,
};

const ORDER_TYPES = ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS', 'STOP_LOSS_LIMIT'];

/** A wire of ccxt's own client for the exchange; what it sends is kept, and everything is answered with the text. */
const wireTo = async (exchange: string, answer: {status: number; text: string} = {status: 200, text: '{}'}) => {
  const requests: HttpRequest[] = [];
  const sendHttp: SendHttp = async request => {
    requests.push(request);
    return answer;
  };
  const client = await openClient({
    exchange,
    credentials: {apiKey: 'the-key', apiSecret: 'the-secret'},
    clock: nodeClock,
    sendHttp,
    timeoutMs: 1_000,
  });
  const market = {id: 'BTC-USD', symbol: 'BTC/USD', base: 'BTC', quote: 'USD', spot: true, type: 'spot', active: true};
  const precision = {price: '0.1', amount: '0.00000001'};
  const setMarkets = Reflect.get(client, 'setMarkets') as (markets: readonly object[]) => void;
  setMarkets.call(client, [{...market, precision, limits: {}, info: {orderTypes: ORDER_TYPES}}]);
  const quirks = quirksOf(exchange, client.has);
  const calls = new CcxtCalls({client, quirks, clock: nodeClock, timers: nodeTimers, random: Math.random});
  const wire = ccxtWire({calls, quirks, marketOf: () => SPEC, onAnswer: () => {}});

  return {wire, requests};
};

const send = (wire: OrderWire, fields: Partial<OrderIntent> = {}): Promise<Outcome> =>
  wire.add({...ORDER, ...fields}, 1_700_000_000_000)();

describe('Coinbase through ccxt', () => {
  it('carries our id, which ccxt would replace by one of its own', async () => {
    const {wire, requests} = await wireTo('coinbase');
    await send(wire);

    expect(JSON.parse(requests[0]?.body ?? '{}')).toMatchObject({
      client_order_id: ORDER.clientOrderId,
      order_configuration: {limit_limit_gtc: {base_size: '0.29', limit_price: '50000.1'}},
    });
  });

  it('sends an exit as an order: ccxt would close the whole position by another call', async () => {
    const {wire, requests} = await wireTo('coinbase');
    await send(wire, {side: 'sell', reduceOnly: true, purpose: 'exit'});

    expect(requests.map(({url}) => new URL(url).pathname)).toEqual(['/api/v3/brokerage/orders']);
  });

  it('has no stop orders: one with triggerPrice would go off in the wrong direction', async () => {
    const {wire, requests} = await wireTo('coinbase');

    expect(await send(wire, {type: 'stop', side: 'sell', stopPrice: '45000'})).toMatchObject({
      kind: 'refused',
      meaning: {code: 'NOT_ALLOWED'},
    });
    expect(requests).toEqual([]);
  });

  it('takes a market order only with a worst price: else it would spend an amount and not buy a quantity', async () => {
    const {wire, requests} = await wireTo('coinbase');
    const {limitPrice: _, ...market} = {...ORDER, type: 'market'} as const;
    const refused = await wire.add(market, 0)();
    await send(wire, {type: 'market'});

    expect(refused).toMatchObject({kind: 'refused', raw: expect.stringContaining('worst price')});
    expect(JSON.parse(requests[0]?.body ?? '{}')).toMatchObject({order_configuration: {sor_limit_ioc: {}}});
  });

  it('cancels by the venue’s id, because by ours ccxt would cancel "null"', async () => {
    const {wire, requests} = await wireTo('coinbase');

    expect(await wire.cancel(ORDER.clientOrderId, undefined)).toMatchObject({meaning: {code: 'UNKNOWN_ORDER'}});
    expect(requests).toEqual([]);
  });
});

describe('Binance through ccxt', () => {
  it('carries our id, a stop by stopLossPrice, and nothing that the venue would not know', async () => {
    const {wire, requests} = await wireTo('binance');
    const {limitPrice: _, ...stop} = {...ORDER, type: 'stop', side: 'sell', stopPrice: '45000'} as const;
    await wire.add(stop, 0)();
    const sent = new URLSearchParams(requests[0]?.body ?? new URL(requests[0]?.url ?? 'http://x').search);

    expect(Object.fromEntries(sent)).toMatchObject({
      newClientOrderId: ORDER.clientOrderId,
      type: 'STOP_LOSS',
      stopPrice: '45000',
      quantity: '0.29',
    });
  });

  it('does not amend: ccxt would cancel the order and place another one under another id', async () => {
    const {wire, requests} = await wireTo('binance');
    const amendment = {clientOrderId: ORDER.clientOrderId, quantity: '0.1', stopPrice: undefined, deadline: 0};

    expect(await wire.amend(amendment, undefined)).toMatchObject({meaning: {code: 'NOT_ALLOWED'}});
    expect(requests).toEqual([]);
  });

  it.each([
    [-1006, {kind: 'refused', meaning: {outcome: 'unknown'}}],
    [-1007, {kind: 'refused', meaning: {outcome: 'unknown'}}],
    [-1003, {kind: 'refused', meaning: {outcome: 'notPlaced', code: 'RATE_LIMITED'}}],
    [-2010, {kind: 'refused', meaning: {outcome: 'rejected'}}],
  ])('knows what %i proves', async (code, outcome) => {
    const {wire} = await wireTo('binance', {status: 400, text: JSON.stringify({code, msg: 'whatever'})});

    expect(await send(wire)).toMatchObject(outcome);
  });

  it('a gateway’s page proves nothing', async () => {
    const {wire} = await wireTo('binance', {status: 502, text: '<html>Bad Gateway</html>'});

    expect(await send(wire)).toMatchObject({kind: 'failed', failure: {kind: 'lost'}});
  });
});

describe('an exchange that nobody has looked at', () => {
  const open = (exchange: string, urls?: Readonly<Record<string, string>>) =>
    CcxtBrokerAdapter.open({
      exchange,
      credentials: {apiKey: 'the-key', apiSecret: 'the-secret'},
      ...(urls === undefined ? {} : {simulated: {urls, speed: 1}}),
    });

  it('is refused when ccxt cannot follow an order to its end there, with what is missing', async () => {
    await expect(open('bithumb')).rejects.toThrow(
      '"bithumb" cannot be traded on through ccxt: it has no fetchMyTrades there.',
    );
  });

  it('is real money at its own addresses, and a simulated one is on this machine', async () => {
    expect((await open('bitvavo')).identity).toMatchObject({name: 'bitvavo', mode: 'live', simulated: false});
    expect((await open('kraken', {public: 'http://127.0.0.1:1'})).identity).toMatchObject({
      name: 'kraken-sim',
      mode: 'paper',
      simulated: true,
    });
    await expect(open('kraken', {public: 'https://api.kraken.com'})).rejects.toThrow(
      'A simulated exchange is on this machine, and "https://api.kraken.com" is not.',
    );
  });

  it('is refused by name when ccxt has none', async () => {
    await expect(wireTo('krakn')).rejects.toThrow('ccxt has no exchange "krakn"');
    await expect(wireTo('../../../evil')).rejects.toThrow('ccxt has no exchange');
  });

  it('an error that is no word of the venue and no class of ccxt is unknown, never a refusal', () => {
    class ExchangeError extends Error {}
    const quirks = quirksOf('bitvavo', {});

    expect(failureOf(new ExchangeError('bitvavo {"errorCode":1}'), quirks).meaning.outcome).toBe('unknown');
    expect(failureOf(new TypeError('undefined is not a function'), quirks).meaning.outcome).toBe('unknown');
    expect(failureOf('text', quirks).meaning.outcome).toBe('unknown');
  });

  it('no error holds a key, an address or a signature', async () => {
    const {wire, requests} = await wireTo('binance', {status: 418, text: 'banned'});
    const outcome = await send(wire);

    expect(requests[0]?.url).toContain('binance');
    expect(JSON.stringify(outcome)).not.toMatch(/the-key|the-secret|binance\.com|signature/);
  });
});
