import {describe, expect, it} from 'vitest';
import type {CcxtBrokerAdapter} from '../../brokers/ccxt/CcxtBrokerAdapter.ts';
import type {CcxtBrokerOptions} from '../../brokers/ccxt/CcxtBrokerOptions.ts';
import type {FeedReport} from '../../brokers/IBrokerAdapter.ts';
import type {HttpRequest, SendHttp} from '../../brokers/net/sendHttp.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import {RecordingListener} from '../contracts/brokerContract.ts';
import {VirtualKraken} from '../kraken/VirtualKraken.ts';
import {intent} from '../matching/orders.ts';
import {openAdapter} from './openAdapter.ts';

const SYMBOL = 'SOL/USD';

class Listener extends RecordingListener {
  readonly feed: FeedReport[] = [];

  override onFeed(report?: FeedReport): void {
    if (report !== undefined) this.feed.push(report);
  }
}

/** The adapter on a simulated exchange, and everything that it sends there. */
class Desk {
  readonly heard = new Listener();
  readonly venue = new VirtualKraken();
  readonly requests: HttpRequest[] = [];
  adapter: CcxtBrokerAdapter;

  private constructor(adapter: CcxtBrokerAdapter) {
    this.adapter = adapter;
  }

  static async prepared(options: Partial<CcxtBrokerOptions> = {}): Promise<Desk> {
    const desk = new Desk(await openAdapter(new VirtualKraken()));
    const sendHttp: SendHttp = request => {
      desk.requests.push(request);
      return desk.venue.sendHttp(request);
    };
    desk.venue.move(100, 1);
    const edge = {...desk.venue.time, random: () => 0.5, sendHttp};
    desk.adapter = await openAdapter(desk.venue, {edge, ...options});

    return desk;
  }

  static async started(options: Partial<CcxtBrokerOptions> = {}): Promise<Desk> {
    const desk = await Desk.prepared(options);
    await desk.during(desk.adapter.markets([SYMBOL]));
    await desk.during(desk.adapter.connect(desk.heard));
    await desk.during(desk.adapter.start());

    return desk;
  }

  during<Result>(promise: Promise<Result>): Promise<Result> {
    return this.venue.time.during(promise);
  }

  pass(ms: number): Promise<void> {
    return this.venue.time.advance(ms);
  }

  submit(clientOrderId: string, fields: Partial<OrderIntent> = {}): void {
    const order = fields.type === undefined ? ({type: 'limit', limitPrice: '90'} as const) : {};
    this.adapter.submit(intent(clientOrderId, {symbol: SYMBOL, ...order, ...fields}));
  }

  until(what: string, claim: () => boolean): Promise<void> {
    return this.venue.time.until(what, claim, 120_000);
  }

  sent(call: string): readonly URLSearchParams[] {
    return this.requests
      .filter(({url}) => url.includes(`/${call}`))
      .map(({url, body}) => new URLSearchParams(body ?? new URL(url).search));
  }
}

describe('the traps of ccxt, each by its name', () => {
  it('a second timeframe that is never asked for: each timeframe is its own question', async () => {
    const desk = await Desk.started();
    await desk.during(desk.adapter.history(SYMBOL, '1m', 3));
    await desk.during(desk.adapter.history(SYMBOL, '5m', 1));

    expect(desk.sent('OHLC').map(query => query.get('interval'))).toEqual(['1', '5']);
  });

  it('no closed flag on candles: the one that still forms is never history', async () => {
    const desk = await Desk.started();
    await desk.pass(30_000);
    const candles = await desk.during(desk.adapter.history(SYMBOL, '1m', 720));

    expect(candles.length).toBeGreaterThan(5);
    expect((candles.at(-1)?.time ?? 0) + 60_000).toBeLessThanOrEqual(desk.adapter.now());
  });

  it('partial fills that the order does not show: each is told while the order still rests', async () => {
    const desk = await Desk.started();
    desk.submit('a', {type: 'limit', limitPrice: '95', quantity: '100'});
    await desk.pass(5_000);
    desk.venue.move(95.1, 1);
    while (desk.venue.trueExecutions().length === 0) desk.venue.sellDownTo(95, 1);
    await desk.pass(10_000);

    expect(desk.heard.story('a').slice(0, 2)).toEqual(['accepted', 'filled']);
    expect(Number(desk.heard.filled('a'))).toBeLessThan(100);
  });

  it('fills while nobody listened: they are told when the venue answers again', async () => {
    const desk = await Desk.started();
    desk.submit('a', {type: 'limit', limitPrice: '95'});
    await desk.pass(5_000);
    for (const call of ['OpenOrders', 'ClosedOrders', 'TradesHistory', 'Trades'])
      desk.venue.simulation.faults.add({name: 'bad-gateway', reaches: false, call, times: 6});
    await desk.until('the loss is told', () => desk.heard.account.at(-1)?.kind === 'lost');
    desk.venue.move(90, 1_000);
    await desk.until('the account is back', () => desk.heard.account.at(-1)?.kind === 'ready');

    expect(desk.heard.executions().map(({executionId}) => executionId)).toEqual(desk.venue.trueExecutions());
    expect(desk.heard.filled('a')).toBe('1');
  });

  it('public trades that come again: each is delivered once and in order', async () => {
    const desk = await Desk.started();
    for (let price = 100; price < 105; price += 1) {
      desk.venue.move(price, 1);
      await desk.pass(2_500);
    }
    const ids = desk.heard.trades.map(({id}) => id);

    expect(ids.length).toBeGreaterThanOrEqual(5);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
  });

  it('more trades in a second than a page holds: none is lost', async () => {
    const desk = await Desk.started();
    const before = desk.heard.trades.length;
    desk.venue.simulation.faults.add({name: 'burst', symbol: SYMBOL, trades: 3_000, afterMs: 0});
    await desk.pass(20_000);
    const ids = desk.heard.trades.slice(before).map(({id}) => id);

    expect(ids.length).toBe(3_000);
    expect((ids.at(-1) ?? 0) - (ids[0] ?? 0)).toBe(2_999);
  });

  it('an acknowledgement that never comes: our own time-out, one order, and it is found', async () => {
    const desk = await Desk.started();
    desk.venue.simulation.faults.add({name: 'drop-ack', how: 'hang', call: 'AddOrder'});
    desk.submit('a');
    await desk.until('it is found', () => desk.heard.story('a').includes('accepted'));

    expect(desk.heard.story('a')).toEqual(['unknown', 'accepted']);
    expect(desk.sent('AddOrder').length).toBe(1);
    expect(desk.venue.trueOrders('a')).toBe(1);
  });

  it('maxRetriesOnFailure, which places a second order: a lost acknowledgement is never sent again', async () => {
    const desk = await Desk.started();
    desk.venue.simulation.faults.add({name: 'bad-gateway', reaches: true, call: 'AddOrder'});
    desk.submit('a');
    await desk.until('it is found', () => desk.heard.story('a').includes('accepted'));

    expect(desk.sent('AddOrder').length).toBe(1);
    expect(desk.venue.trueOrders('a')).toBe(1);
  });

  it('one unreadable answer that breaks the others: it counts as none, and the rest goes on', async () => {
    const desk = await Desk.started();
    desk.submit('a');
    await desk.pass(5_000);
    desk.venue.simulation.faults.add({name: 'bad-gateway', reaches: false, call: 'OpenOrders', times: 4});
    desk.venue.move(101, 1);
    await desk.pass(5_000);

    expect(desk.heard.trades.at(-1)?.price).toBe(101);
    expect(desk.heard.story('a')).toEqual(['accepted']);
  });

  it('a failed loadMarkets that is kept for ever: the next one is made anew', async () => {
    const desk = await Desk.prepared();
    desk.venue.simulation.faults.add({name: 'bad-gateway', reaches: false, call: 'AssetPairs', times: 3});
    await expect(desk.during(desk.adapter.markets([SYMBOL]))).rejects.toThrow('no usable answer to the markets');

    expect(await desk.during(desk.adapter.markets([SYMBOL]))).toMatchObject([{symbol: SYMBOL}]);
  });

  it('a nonce of milliseconds: calls of one moment rise, and go on rising when the clock goes back', async () => {
    const desk = await Desk.started();
    for (let index = 0; index < 5; index += 1) desk.submit(`a${index}`);
    await desk.pass(1_000);
    const nonces = desk.sent('AddOrder').map(body => Number(body.get('nonce')));

    expect(nonces).toEqual([...new Set(nonces)].sort((a, b) => a - b));
    expect(desk.heard.reports.map(({kind}) => kind)).toEqual(Array.from({length: 5}, () => 'accepted'));
  });

  it('createOrder that answers without a status: the order is not taken for closed', async () => {
    const desk = await Desk.started();
    desk.submit('a');
    await desk.pass(60_000);

    expect(desk.heard.story('a')).toEqual(['accepted']);
  });

  it('triggerPrice, which becomes a plain limit order at Kraken: a stop is a stop-loss', async () => {
    const desk = await Desk.started();
    desk.submit('entry', {type: 'market'});
    await desk.pass(10_000);
    desk.submit('stop', {side: 'sell', type: 'stop', stopPrice: '90', reduceOnly: true, purpose: 'stop'});
    await desk.pass(5_000);
    const stop = desk.sent('AddOrder').at(-1);

    expect(Object.fromEntries(stop ?? [])).toMatchObject({ordertype: 'stop-loss', price: '90'});
    expect(stop?.has('triggerPrice')).toBe(false);
    expect(stop?.has('reduce_only')).toBe(false);
  });

  it('a limiter of one call in three seconds: orders leave at once', async () => {
    const desk = await Desk.started();
    await desk.during(desk.adapter.account());
    desk.submit('a');
    await desk.pass(100);

    expect(desk.heard.story('a')).toEqual(['accepted']);
  });

  it('no limiter at all: the venue never has to refuse a question', async () => {
    const desk = await Desk.started();
    const refused = (): number =>
      [...desk.heard.feed, ...desk.heard.account].filter(({kind}) => kind === 'lost').length;
    for (let minute = 0; minute < 5; minute += 1) {
      desk.submit(`a${minute}`, {limitPrice: '80', type: 'limit', quantity: '0.1'});
      await desk.during(desk.adapter.account());
      await desk.pass(60_000);
    }

    expect(refused()).toBe(0);
  });

  it('an order that was opened long ago and ended just now, which `since` would hide: its end is told', async () => {
    const desk = await Desk.started();
    desk.submit('a');
    await desk.pass(3_600_000);
    desk.venue.simulation.exchange.cancelAll(desk.venue.simulation.account, desk.venue.simulation.now());
    await desk.pass(20_000);

    expect(desk.heard.story('a')).toEqual(['accepted', 'canceled']);
  });

  it('pages of fifty: no fill of many is lost', async () => {
    const desk = await Desk.started();
    for (let index = 0; index < 60; index += 1) {
      desk.submit(`a${index}`, {type: 'market', quantity: '0.1', side: 'buy'});
      await desk.pass(1_500);
    }
    await desk.until('every fill is told', () => desk.heard.executions().length >= desk.venue.trueExecutions().length);
    const account = await desk.during(desk.adapter.account());

    expect(desk.venue.trueExecutions().length).toBeGreaterThan(50);
    expect(account.executions.length).toBe(desk.venue.trueExecutions().length);
  });

  it.each([
    ['a price off the step', {limitPrice: '90.001234', type: 'limit'}, 'OFF_TICK'],
    ['a quantity off the step', {quantity: '1.0000000001', type: 'limit', limitPrice: '90'}, 'INVALID_ORDER'],
    ['a quantity below the least', {quantity: '0.00000001', type: 'limit', limitPrice: '90'}, 'BELOW_MINIMUM'],
  ] as const)('rounding without a word: %s does not leave', async (_what, fields, code) => {
    const desk = await Desk.started();
    desk.submit('a', fields);
    await desk.pass(100);

    expect(desk.heard.reports).toMatchObject([{kind: 'rejected', code}]);
    expect(desk.sent('AddOrder')).toEqual([]);
  });

  it('numbers as floats: quantities and prices arrive as they were written', async () => {
    const desk = await Desk.started();
    desk.submit('a', {type: 'limit', limitPrice: '90.1', quantity: '0.29'});
    await desk.pass(5_000);
    const [order] = (await desk.during(desk.adapter.account())).openOrders;

    expect(order?.intent).toMatchObject({quantity: '0.29', limitPrice: '90.1'});
    expect(desk.sent('AddOrder')[0]?.get('volume')).toBe('0.29');
  });

  it('an error that carries a signed request: neither key nor address is told', async () => {
    const desk = await Desk.started();
    desk.venue.simulation.faults.add({name: 'bad-gateway', reaches: false, call: 'BalanceEx', times: 3});
    const failure: unknown = await desk.during(desk.adapter.account()).catch((error: unknown) => error);

    expect(String(failure)).toMatch(/kraken gave no usable answer to the balances: ExchangeNotAvailable/);
    expect(String(failure)).not.toMatch(/venue\.test|nonce|html/);
  });
});
