import {readFileSync} from 'node:fs';
import {crc32} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {OrderBook} from '../../brokers/simulator/engine/OrderBook.ts';
import {BookView} from '../../brokers/simulator/dialects/kraken/streams/BookView.ts';
import {defineInstrument} from '../../brokers/simulator/instruments.ts';
import {type Simulator, startSimulator} from '../../brokers/simulator/startSimulator.ts';
import {ZERO} from '../../core/domain/Decimal.ts';
import {hasSharedData, sharedFile} from '../support/sharedData.ts';
import {d, order, T0} from './exchangeWorld.ts';
import {type Frame, isReplyTo, openPrivate, openSocket, restClient, rowsOf} from './wire.ts';

const SYMBOL = 'BTC/USD';
const isThere = hasSharedData();
const fixture = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(sharedFile('frames', 'kraken', name), 'utf8'));

type Shape = string | {readonly [key: string]: Shape} | readonly Shape[];

/** The kind of every value, so that frames can be compared with documentation whatever their numbers are. */
const shapeOf = (value: unknown): Shape => {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;

  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shapeOf(each)]));
};

const firstOf = (value: unknown): unknown => Object.values(value as Record<string, unknown>)[0];

/** A client's book of number texts, checked as Kraken's guide says. */
class BookReplica {
  readonly #sides = {bids: new Map<string, string>(), asks: new Map<string, string>()};

  apply({raw}: Frame): {readonly own: number; readonly theirs: number} {
    const row: Record<'bids' | 'asks', {price: string; qty: string}[]> & {checksum: string} = JSON.parse(
      raw.replace(/:(-?\d+(?:\.\d+)?)(?=[,}\]])/g, ':"$1"'),
    ).data[0];
    for (const side of ['bids', 'asks'] as const) {
      for (const {price, qty} of row[side]) {
        if (Number(qty) === 0) this.#sides[side].delete(price);
        else this.#sides[side].set(price, qty);
      }
      this.#cut(side);
    }

    return {own: this.#checksum(), theirs: Number(row.checksum)};
  }

  get best() {
    return {bid: this.#sorted('bids')[0]?.[0] ?? '', ask: this.#sorted('asks')[0]?.[0] ?? ''};
  }

  #sorted(side: 'bids' | 'asks') {
    const sign = side === 'bids' ? -1 : 1;

    return [...this.#sides[side]].sort((a, b) => sign * (Number(a[0]) - Number(b[0])));
  }

  #cut(side: 'bids' | 'asks') {
    for (const [price] of this.#sorted(side).slice(10)) this.#sides[side].delete(price);
  }

  #checksum() {
    const levels = [...this.#sorted('asks'), ...this.#sorted('bids')];
    const digits = (text: string) => text.replace('.', '').replace(/^0+/, '');

    return crc32(levels.map(([price, qty]) => digits(price) + digits(qty)).join(''));
  }
}

describe('the Kraken dialect', () => {
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator({port: 0, seed: 9, flow: false, rateTier: 'off', historyMinutes: 30});
  });

  afterAll(() => simulator.stop());

  const publicCall = async (call: string): Promise<Record<string, unknown>> => {
    const response = await fetch(`${simulator.restUrl}/0/public/${call}`);
    return JSON.parse(await response.text());
  };

  it.runIf(isThere)('answers public calls in the documented shapes', async () => {
    for (const [call, name] of [
      ['Time', 'http_server_time.json'],
      ['SystemStatus', 'http_system_status.json'],
    ] as const) {
      expect(shapeOf(await publicCall(call))).toEqual(shapeOf(fixture(name)));
    }
    for (const [call, name] of [
      ['Depth?pair=XBTUSD', 'http_order_book.json'],
      ['Ticker?pair=XBTUSD', 'http_ticker.json'],
    ] as const) {
      const [ours, theirs] = [await publicCall(call), fixture(name)];
      expect(shapeOf(firstOf(ours['result']))).toEqual(shapeOf(firstOf(theirs['result'])));
    }
    const pair = shapeOf(firstOf((await publicCall('AssetPairs?pair=XBTUSD'))['result']));
    const documented = shapeOf(firstOf(fixture('http_asset_pairs.json')['result']));
    const {long_position_limit: _long, short_position_limit: _short, ...spot} = documented as Record<string, Shape>;
    expect(pair).toEqual({...spot, leverage_buy: [], leverage_sell: []});
  });

  it('pages trades by a cursor without a gap, and ends candles with the open one', async () => {
    const ids: number[] = [];
    let since = '0';
    for (let page = 0; page < 4; page += 1) {
      const {result} = await publicCall(`Trades?pair=XBTUSD&count=100&since=${since}`);
      const {XXBTZUSD, last} = result as {
        XXBTZUSD: [string, string, number, string, string, string, number][];
        last: string;
      };
      ids.push(...XXBTZUSD.map(row => row[6]));
      since = last;
    }
    expect(ids).toEqual(Array.from({length: 400}, (_, index) => (ids[0] ?? 0) + index));
    const {result} = await publicCall('OHLC?pair=XBTUSD&interval=5');
    const {XXBTZUSD: rows, last} = result as {XXBTZUSD: [number][]; last: number};
    expect(rows.at(-2)?.[0]).toBe(last);
    expect((await publicCall('OHLC?pair=NOUSD'))['error']).toEqual(['EQuery:Unknown asset pair']);
  });

  it.runIf(isThere)('answers account calls in the documented shapes', async () => {
    const {call} = restClient(simulator);
    const added = await call('AddOrder', {
      pair: 'XBTUSD',
      type: 'buy',
      ordertype: 'limit',
      price: '50000.0',
      volume: '0.01',
      userref: '7',
    });
    expect(added.result).toMatchObject({
      descr: {order: 'buy 0.01000000 XBTUSD @ limit 50000.0'},
      txid: [expect.any(String)],
    });
    const documentedOrder = shapeOf(firstOf((fixture('http_open_orders.json')['result'] as {open: object}).open));
    const {result} = await call('OpenOrders');
    const row = firstOf(result['open']);
    expect(shapeOf(row)).toEqual(documentedOrder);
    expect(row).toMatchObject({
      vol: '0.01000000',
      vol_exec: '0.00000000',
      cost: '0.00000',
      userref: 7,
      descr: {price: '50000.0'},
    });

    const sold = await call('AddOrder', {pair: 'XBTUSD', type: 'sell', ordertype: 'market', volume: '0.01'});
    const history = await call('TradesHistory');
    const documentedTrade = shapeOf(
      firstOf((fixture('http_trades_history.json')['result'] as {trades: object}).trades),
    );
    const {ledgers: _ledgers, ...trade} = documentedTrade as Record<string, Shape>;
    expect(shapeOf(firstOf(history.result['trades']))).toEqual({...trade, leverage: 'string'});
    const [txid] = added.result['txid'] as string[];
    expect((await call('CancelOrder', {txid: String(txid)})).result).toEqual({count: 1});
    const closed = await call('ClosedOrders');
    const documentedClosed = shapeOf(
      firstOf((fixture('http_closed_orders.json')['result'] as {closed: object}).closed),
    );
    expect(shapeOf((closed.result['closed'] as Record<string, unknown>)[String(txid)])).toEqual(documentedClosed);
    expect(
      (closed.result['closed'] as Record<string, unknown>)[(sold.result['txid'] as string[])[0] ?? ''],
    ).toMatchObject({status: 'closed'});
  });

  it('lets nobody in without the key, the signature and a nonce that rises', async () => {
    const {call} = restClient(simulator);
    expect((await call('Balance', {}, {key: 'nobody', nonce: '900'})).error).toEqual(['EAPI:Invalid key']);
    expect((await call('Balance', {}, {signature: 'AAAA', nonce: '901'})).error).toEqual(['EAPI:Invalid signature']);
    expect((await call('Balance', {}, {nonce: '1000'})).error).toEqual([]);
    expect((await call('Balance', {}, {nonce: '1000'})).error).toEqual(['EAPI:Invalid nonce']);
    expect((await call('Balance', {}, {nonce: '999'})).error).toEqual(['EAPI:Invalid nonce']);
    expect((await call('Nothing', {}, {nonce: '1001'})).error).toEqual(['EGeneral:Unknown method']);
  });

  it('checks an order without placing it when asked to validate', async () => {
    const {call} = restClient(simulator);
    const before = simulator.truth.orders().length;
    const terms = {pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', validate: 'true'};
    expect(await call('AddOrder', {...terms, volume: '0.01'}, {nonce: '2000'})).toMatchObject({
      error: [],
      result: {descr: {}},
    });
    expect((await call('AddOrder', {...terms, volume: '100'}, {nonce: '2001'})).error).toEqual([
      'EOrder:Insufficient funds',
    ]);
    expect(simulator.truth.orders().length).toBe(before);
  });

  it.runIf(isThere)('acknowledges and streams in the documented shapes', async () => {
    const socket = await openSocket(simulator.wsPublicUrl);
    expect(await socket.next(frame => frame['channel'] === 'status')).toMatchObject({
      type: 'update',
      data: [{system: 'online', api_version: 'v2'}],
    });
    socket.send({method: 'subscribe', params: {channel: 'ticker', symbol: [SYMBOL, 'NO/PE']}, req_id: 1});
    const {raw: _raw, ...reply} = await socket.next(frame => isReplyTo(1)(frame) && frame['success'] === true);
    const documented = fixture('ws_subscribe_response.json');
    expect(shapeOf(reply)).toEqual({
      ...(shapeOf(documented) as object),
      result: {...(shapeOf(documented['result']) as object), event_trigger: 'string'},
    });
    expect(await socket.next(frame => frame['success'] === false)).toMatchObject({
      error: 'Currency pair not supported NO/PE',
      symbol: 'NO/PE',
      req_id: 1,
    });
    socket.send({method: 'ping', req_id: 42});
    const {raw: _ping, ...pong} = await socket.next(isReplyTo(42));
    expect(shapeOf(pong)).toEqual(shapeOf(fixture('ws_pong.json')));

    for (const channel of ['trade', 'book', 'ohlc'])
      socket.send({method: 'subscribe', params: {channel, symbol: [SYMBOL]}});
    const row = async (channel: string, type: string) =>
      shapeOf(rowsOf(await socket.next(frame => frame['channel'] === channel && frame['type'] === type))[0]);
    await row('ohlc', 'snapshot');
    const ask = simulator.exchange.book(SYMBOL).bestPrice('sell') ?? ZERO;
    simulator.market.crowd.take(SYMBOL, {side: 'buy', price: ask, quantity: d('0.001')}, simulator.now());
    simulator.publish();
    const documentedRow = (name: string) => shapeOf(rowsOf(fixture(name) as Frame)[0]) as Record<string, Shape>;
    expect(await row('trade', 'update')).toEqual(documentedRow('ws_trade_update.json'));
    expect(await row('ohlc', 'update')).toEqual({...documentedRow('ws_ohlc_update.json'), timestamp: 'string'});
    const {timestamp: _timestamp, ...snapshot} = documentedRow('ws_book_snapshot.json');
    expect(await row('book', 'snapshot')).toEqual(snapshot);
    expect(Object.keys(await row('book', 'update'))).toEqual(Object.keys(documentedRow('ws_book_update.json')));
    socket.close();
  });

  it('sends books whose checksum a careful client always agrees with', async () => {
    const socket = await openSocket(simulator.wsPublicUrl);
    socket.send({method: 'subscribe', params: {channel: 'book', symbol: [SYMBOL]}, req_id: 1});
    await socket.next(frame => frame['channel'] === 'book');
    const last = simulator.exchange.lastPrice(SYMBOL) ?? ZERO;
    for (let step = 0; step < 60; step += 1) {
      const price = (last + d('0.7') * BigInt((step * 7) % 23)) as typeof last;
      simulator.market.crowd.quote(SYMBOL, price, step % 2 === 0 ? 'buy' : 'sell', simulator.now());
      simulator.market.crowd.take(SYMBOL, {side: 'buy', price, quantity: d('0.37')}, simulator.now());
      simulator.publish();
    }
    const updates = () => socket.frames.filter(frame => frame['channel'] === 'book');
    socket.send({method: 'ping', req_id: 2});
    await socket.next(isReplyTo(2));
    const replica = new BookReplica();
    const checks = updates().map(frame => replica.apply(frame));

    expect(checks.length).toBeGreaterThan(40);
    expect(checks.filter(({own, theirs}) => own !== theirs)).toEqual([]);
    expect(d(replica.best.bid)).toBe(simulator.exchange.book(SYMBOL).bestPrice('buy'));
    expect(d(replica.best.ask)).toBe(simulator.exchange.book(SYMBOL).bestPrice('sell'));
    socket.close();
  });

  it('tells the whole life of an order on the private socket, in sequence', async () => {
    const {socket, token} = await openPrivate(simulator);
    const from = socket.frames.length;
    const params = {order_type: 'market', side: 'buy', order_qty: 0.02, symbol: SYMBOL, cl_ord_id: 'life', token};
    socket.send({method: 'add_order', params, req_id: 9});
    const {raw: _raw, ...reply} = await socket.next(isReplyTo(9), from);
    if (isThere) expect(shapeOf(reply)).toEqual(shapeOf(fixture('ws_add_order_response_success.json')));
    await socket.next(frame => frame['channel'] === 'executions' && rowsOf(frame)[0]?.['exec_type'] === 'filled', from);
    const updates = socket.frames.slice(from).filter(frame => frame['channel'] === 'executions');
    const rows = updates.flatMap(rowsOf);
    const trades = rows.filter(row => row['exec_type'] === 'trade');

    expect(rows.map(row => row['exec_type'])).toEqual(['pending_new', 'new', ...trades.map(() => 'trade'), 'filled']);
    expect(trades.every(row => row['order_status'] === 'partially_filled' && row['symbol'] === SYMBOL)).toBe(true);
    expect(rows.filter(row => 'symbol' in row).length).toBe(1 + trades.length);
    expect(rows.every(row => row['cl_ord_id'] === 'life')).toBe(true);
    const sequences = updates.map(frame => Number(frame['sequence']));
    expect(sequences).toEqual(sequences.map((_, index) => (sequences[0] ?? 0) + index));
    expect(socket.frames.findIndex(isReplyTo(9))).toBeLessThan(
      socket.frames.indexOf(updates[0] ?? socket.frames[0] ?? {raw: ''}),
    );
    expect(updates[0]?.raw).toContain('"order_qty":0.02000000');
    socket.close();
  });

  it("amends, cancels and arms the dead man's switch over the socket", async () => {
    const {socket, token} = await openPrivate(simulator);
    const ask = async (reqId: number, method: string, params: object) => {
      socket.send({method, params: {...params, token}, req_id: reqId});
      return socket.next(isReplyTo(reqId));
    };
    const limit = {order_type: 'limit', side: 'buy', symbol: SYMBOL, limit_price: 40_000};
    const placed = await ask(11, 'add_order', {...limit, order_qty: 0.01, cl_ord_id: 'change'});
    const {order_id: id} = placed['result'] as {order_id: string};
    expect(await ask(12, 'amend_order', {order_id: id, order_qty: 0.02})).toMatchObject({
      success: true,
      result: {order_id: id},
    });
    expect(simulator.truth.order(id)?.quantity).toBe(d('0.02'));
    expect(await ask(13, 'cancel_all_orders_after', {timeout: 60})).toMatchObject({success: true});
    expect(await ask(14, 'cancel_all_orders_after', {timeout: 0})).toMatchObject({result: {triggerTime: '0'}});
    expect(await ask(15, 'cancel_order', {cl_ord_id: ['change']})).toMatchObject({
      success: true,
      result: {order_id: id},
    });
    expect(await ask(16, 'cancel_order', {order_id: [id]})).toMatchObject({
      success: false,
      error: 'EOrder:Unknown order',
    });
    await ask(17, 'add_order', {...limit, order_qty: 0.01});
    expect(await ask(18, 'cancel_all', {})).toMatchObject({result: {count: 1}});
    expect(await ask(19, 'add_order', {...limit, order_qty: 0.01, price: 1})).toMatchObject({
      error: "Unsupported field: 'price' for the given msg type: add order",
    });
    socket.send({method: 'add_order', params: {...limit, order_qty: 0.01, token: 'stale'}, req_id: 20});
    expect(await socket.next(isReplyTo(20))).toMatchObject({success: false, error: 'ESession:Invalid session'});
    socket.close();
  });
});

it.runIf(isThere)('computes the checksum of a recorded book', () => {
  const [, snapshot = ''] = readFileSync(
    sharedFile('frames', 'kraken', 'recorded_v2_book_ethusd.ndjson'),
    'utf8',
  ).split('\n');
  const recorded: {data: [Record<'bids' | 'asks', {price: string; qty: string}[]> & {checksum: string}]} = JSON.parse(
    snapshot.replace(/:(-?\d+(?:\.\d+)?)(?=[,}\]])/g, ':"$1"'),
  );
  const [{bids, asks, checksum}] = recorded.data;
  const book = new OrderBook();
  for (const [side, levels] of [
    ['buy', bids],
    ['sell', asks],
  ] as const) {
    levels.forEach(({price, qty}, index) => {
      const request = order({side, limit: price, quantity: qty});
      const state = {
        id: `${side}${index}`,
        account: 'ann',
        openedAt: T0,
        touchedAt: T0,
        triggerPrice: null,
        status: 'new' as const,
      };
      const sums = {
        filled: ZERO,
        cost: ZERO,
        fee: ZERO,
        hold: ZERO,
        isTriggered: false,
        closedAt: null,
        reason: '',
        executionIds: [],
      };
      book.add({...state, ...sums, request, quantity: request.quantity, limitPrice: request.limitPrice});
    });
  }
  const view = new BookView(defineInstrument({symbol: 'ETH/USD', priceDigits: 2}), book, 10);

  expect(view.snapshot().checksum).toBe(Number(checksum));
});
