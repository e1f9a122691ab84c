import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Simulator, startSimulator} from '../../brokers/simulator/startSimulator.ts';
import {decimal} from '../../core/domain/Decimal.ts';
import {type CcxtClient, openCcxt} from './ccxtClient.ts';

const SYMBOL = 'BTC/USD';

describe('an unmodified ccxt client on the simulated exchange', () => {
  let simulator: Simulator;
  let client: CcxtClient;

  beforeAll(async () => {
    simulator = await startSimulator({port: 0, seed: 5, flow: false, rateTier: 'off', historyMinutes: 90});
    client = await openCcxt(simulator);
    await client.loadMarkets();
  });

  afterAll(async () => {
    await client.close();
    await simulator.stop();
  });

  /** Somebody else trades; the subscribers hear of it. */
  const crowdTakes = (side: 'buy' | 'sell', price: number, quantity: string): void => {
    simulator.market.crowd.take(
      SYMBOL,
      {side, price: decimal(String(price)), quantity: decimal(quantity)},
      simulator.now(),
    );
    simulator.publish();
  };

  const touch = async (): Promise<{bid: number; ask: number}> => {
    const {bids, asks} = await client.fetchOrderBook(SYMBOL, 5);
    return {bid: bids[0]?.[0] ?? 0, ask: asks[0]?.[0] ?? 0};
  };

  it('reads markets, fees, time, candles, trades, ticker and balance', async () => {
    const markets = await client.loadMarkets();
    expect(Object.keys(markets)).toEqual(['BTC/USD', 'ETH/USD', 'SOL/USD']);
    expect(markets[SYMBOL]).toMatchObject({precision: {price: 0.1, amount: 1e-8}, taker: 0.004, maker: 0.0025});
    expect(await client.fetchTradingFee(SYMBOL)).toMatchObject({maker: 0.0025, taker: 0.004});
    expect(Math.abs((await client.fetchTime()) - Date.now())).toBeLessThan(5_000);
    const candles = await client.fetchOHLCV(SYMBOL, '1m');
    expect(candles.length).toBeGreaterThanOrEqual(90);
    expect(
      candles.every(
        ([, open = 0, high = 0, low = 0, close = 0]) => low <= Math.min(open, close) && high >= Math.max(open, close),
      ),
    ).toBe(true);
    expect((await client.fetchTrades(SYMBOL, undefined, 20)).length).toBe(20);
    const {bid, ask} = await client.fetchTicker(SYMBOL);
    expect(bid).toBeLessThan(ask);
    expect((await client.fetchBalance()).total).toMatchObject({USD: 100_000, BTC: 1, ETH: 10, SOL: 100});
  });

  it('fills a limit order in parts, and the hold follows', async () => {
    const {bid, ask} = await touch();
    const price = Math.round((bid + 0.1) * 10) / 10;
    expect(price).toBeLessThan(ask);
    const {id} = await client.createOrder(SYMBOL, 'limit', 'buy', 0.2, price, {clientOrderId: 'part-1'});
    expect((await client.fetchBalance()).used['USD']).toBeCloseTo(0.2 * price * 1.004, 4);

    crowdTakes('sell', price, '0.05');
    expect(await client.fetchOrder(id)).toMatchObject({status: 'open', filled: 0.05, clientOrderId: 'part-1'});
    crowdTakes('sell', price, '0.15');
    expect(await client.fetchOrder(id)).toMatchObject({status: 'closed', filled: 0.2});

    const fills = (await client.fetchMyTrades(SYMBOL)).filter(fill => fill.order === id);
    expect(fills.map(fill => fill.amount).sort((a, b) => a - b)).toEqual([0.05, 0.15]);
    expect(fills.every(fill => fill.takerOrMaker === 'maker' && fill.price === price)).toBe(true);
    expect((await client.fetchBalance()).used['USD']).toBe(0);
  });

  it('fills a market order at once, as a taker', async () => {
    const {id} = await client.createOrder(SYMBOL, 'market', 'sell', 0.1);
    expect(await client.fetchOrder(id)).toMatchObject({status: 'closed', filled: 0.1});
    const fills = (await client.fetchMyTrades(SYMBOL)).filter(fill => fill.order === id);
    expect(fills.length).toBeGreaterThan(0);
    expect(fills.every(fill => fill.takerOrMaker === 'taker')).toBe(true);
  });

  it("refuses a post-only order that would take, with Kraken's words", async () => {
    const {ask} = await touch();
    await expect(client.createOrder(SYMBOL, 'limit', 'buy', 0.01, ask + 1, {postOnly: true})).rejects.toThrow(
      'EOrder:Post only order',
    );
  });

  it('refuses what the account cannot pay, a too small order and a price off the tick', async () => {
    const {bid} = await touch();
    await expect(client.createOrder(SYMBOL, 'limit', 'buy', 1_000, bid)).rejects.toMatchObject({
      name: 'InsufficientFunds',
    });
    await expect(client.createOrder(SYMBOL, 'market', 'sell', 50)).rejects.toMatchObject({name: 'InsufficientFunds'});
    await expect(client.createOrder(SYMBOL, 'limit', 'buy', 0.00001, bid)).rejects.toThrow(
      'EOrder:Order minimum not met',
    );
  });

  it('cancels by both ids, and lists what is open and what is closed', async () => {
    const {bid} = await touch();
    const first = await client.createOrder(SYMBOL, 'limit', 'buy', 0.01, bid - 500, {clientOrderId: 'one'});
    const second = await client.createOrder(SYMBOL, 'limit', 'buy', 0.01, bid - 600, {clientOrderId: 'two'});
    expect((await client.fetchOpenOrders(SYMBOL)).map(order => order.id).sort()).toEqual([first.id, second.id].sort());
    const found = await client.fetchOpenOrders(SYMBOL, undefined, undefined, {clientOrderId: 'two'});
    expect(found.map(order => order.id)).toEqual([second.id]);

    await client.cancelOrder(first.id);
    await client.cancelOrder(undefined, undefined, {clientOrderId: 'two'});
    expect(await client.fetchOpenOrders(SYMBOL)).toEqual([]);
    const closed = await client.fetchClosedOrders(SYMBOL);
    expect(
      closed
        .filter(order => order.status === 'canceled')
        .map(order => order.clientOrderId)
        .sort(),
    ).toEqual(['one', 'two']);
    await expect(client.cancelOrder(first.id)).rejects.toMatchObject({name: 'OrderNotFound'});
  });

  it('lets a client id come again once its order is over, and not before', async () => {
    const {bid} = await touch();
    const place = () => client.createOrder(SYMBOL, 'limit', 'buy', 0.01, bid - 500, {clientOrderId: 'again'});
    const first = await place();
    await expect(place()).rejects.toThrow('EOrder:');
    await client.cancelOrder(first.id);
    const second = await place();
    expect(second.id).not.toBe(first.id);
    await client.cancelAllOrders();
  });

  it('changes an order under its id, and cancels all when the dead man does not call', async () => {
    const {bid} = await touch();
    const {id} = await client.createOrder(SYMBOL, 'limit', 'buy', 0.02, bid - 500);
    await client.editOrder(id, SYMBOL, 'limit', 'buy', 0.03, bid - 400);
    expect((await client.fetchOrder(id)).info).toMatchObject({vol: '0.03000000', status: 'open'});

    const {result} = await client.cancelAllOrdersAfter(60_000);
    expect(Date.parse(result.triggerTime) - Date.parse(result.currentTime)).toBe(60_000);
    simulator.exchange.advance(simulator.now() + 61_000);
    expect(await client.fetchOrder(id)).toMatchObject({status: 'canceled'});
  });

  it('follows the public streams', async () => {
    const [book, trades, ticker, candles] = await Promise.all([
      client.watchOrderBook(SYMBOL, 10),
      client.watchTrades(SYMBOL),
      client.watchTicker(SYMBOL),
      client.watchOHLCV(SYMBOL, '1m'),
    ]);
    expect(book.bids.length).toBe(10);
    expect(ticker.bid).toBeLessThan(ticker.ask);
    expect(candles.length).toBeGreaterThan(0);
    const price = book.asks[0]?.[0] ?? 0;
    const next = client.watchTrades(SYMBOL);
    crowdTakes('buy', price, '0.001');

    expect((await next).at(-1)?.price).toBe(price);
    expect(trades.length).toBeGreaterThan(0);
  });

  it('follows the private streams while it trades over the socket', async () => {
    const {bid} = await touch();
    expect((await client.watchMyTrades()).length).toBeGreaterThan(0);
    await client.watchBalance();
    const {id} = await client.createOrderWs(SYMBOL, 'limit', 'buy', 0.01, bid - 500, {clientOrderId: 'ws-1'});
    await client.cancelOrderWs(id);
    expect(await client.fetchOrder(id)).toMatchObject({status: 'canceled', clientOrderId: 'ws-1'});

    const [balance, fills] = [client.watchBalance(), client.watchMyTrades()];
    const taken = await client.createOrderWs(SYMBOL, 'market', 'buy', 0.01);
    expect((await fills).at(-1)).toMatchObject({order: taken.id, takerOrMaker: 'taker'});
    expect((await balance).total['BTC']).toBeGreaterThan(0);
  });

  it('agrees with the truth in the end', () => {
    const {exchange, truth, account} = simulator;
    for (const asset of ['USD', 'BTC', 'ETH', 'SOL']) {
      expect(exchange.account(account).balance(asset)).toBe(truth.balanceOf(account, asset));
    }
  });
});
