import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {readMessage} from '../../brokers/kraken/codec/readMessage.ts';
import {
  writeAddOrder,
  writeAmend,
  writeCancel,
  writeDeadMansSwitch,
  writePrivate,
  writePublic,
} from '../../brokers/kraken/codec/writeRequests.ts';
import {ShapeError} from '../../brokers/net/fields.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import {hasSharedData} from '../support/sharedData.ts';
import {documented} from './frames.ts';

describe.runIf(hasSharedData())('Kraken frames of the documentation', () => {
  it('trades', () => {
    expect(readMessage(documented('ws_trade_update.json'))).toEqual({
      kind: 'trades',
      trades: [
        {
          symbol: 'BTC/USD',
          id: 10_218_208,
          time: Date.parse('2023-10-06T17:35:55.440Z'),
          price: 105_944.2,
          quantity: 0.00027625,
          takerSide: 'buy',
        },
        {
          symbol: 'BTC/USD',
          id: 10_218_209,
          time: Date.parse('2023-10-06T17:35:56.123Z'),
          price: 105_910.5,
          quantity: 0.0001246,
          takerSide: 'sell',
        },
      ],
    });
  });

  it('a book, with the letters of its numbers', () => {
    expect(readMessage(documented('ws_book_snapshot.json'))).toMatchObject({
      kind: 'books',
      isSnapshot: true,
      books: [{symbol: 'BTC/USD', checksum: 2_439_117_997, bids: [{price: '105944.20', quantity: '0.136'}, {}, {}]}],
    });
    expect(readMessage(documented('ws_book_update.json'))).toMatchObject({
      kind: 'books',
      isSnapshot: false,
      books: [{bids: [{price: '105944.20', quantity: '0.250'}], asks: [], checksum: 2_114_181_697}],
    });
  });

  it('answers', () => {
    expect(readMessage(documented('ws_subscribe_response.json'))).toEqual({
      kind: 'answer',
      requestId: 1,
      method: 'subscribe',
      error: null,
      result: {channel: 'ticker', symbol: 'BTC/USD', snapshot: true},
      time: Date.parse('2023-09-25T09:04:31.742Z'),
    });
    expect(readMessage(documented('ws_add_order_response_success.json'))).toMatchObject({
      requestId: 42,
      method: 'add_order',
      error: null,
      result: {order_id: 'OABCDE-12345-FGHIJ', cl_ord_id: 'O-20260505-000001'},
    });
    expect(readMessage(documented('ws_pong.json'))).toMatchObject({kind: 'answer', requestId: 42, error: null});
  });

  it('a channel that we do not follow', () => {
    expect(readMessage(documented('ws_ohlc_update.json'))).toEqual({kind: 'other', channel: 'ohlc'});
  });
});

const execution = (fields: object): string =>
  JSON.stringify({
    channel: 'executions',
    type: 'update',
    sequence: 7,
    data: [{order_id: 'O1', timestamp: '2026-05-05T10:00:00.5Z', ...fields}],
  });

describe('Kraken private frames', () => {
  it('a fill keeps exact amounts, whose fee it was and who made it', () => {
    const frame = execution({
      exec_type: 'trade',
      exec_id: 'T1',
      cl_ord_id: 'us-1',
      order_status: 'partially_filled',
      symbol: 'BTC/USD',
      side: 'sell',
      last_qty: 'Q',
      last_price: 'P',
      liquidity_ind: 'm',
      fees: [{asset: 'USD', qty: 0.25}],
    })
      .replace('"Q"', '0.10000000')
      .replace('"P"', '50000.10');

    expect(readMessage(frame)).toMatchObject({
      kind: 'executions',
      isSnapshot: false,
      sequence: 7,
      executions: [
        {
          orderId: 'O1',
          clientOrderId: 'us-1',
          type: 'trade',
          fill: {
            executionId: 'T1',
            price: '50000.10',
            quantity: '0.10000000',
            fees: [{asset: 'USD', quantity: '0.25'}],
            liquidity: 'maker',
          },
        },
      ],
    });
  });

  it('an event without symbol, side or our id is as good as any', () => {
    expect(readMessage(execution({exec_type: 'canceled', order_status: 'canceled', reason: 'User requested'}))).toEqual(
      {
        kind: 'executions',
        isSnapshot: false,
        sequence: 7,
        executions: [
          {
            orderId: 'O1',
            clientOrderId: null,
            type: 'canceled',
            orderStatus: 'canceled',
            symbol: null,
            side: null,
            orderQuantity: null,
            cumulativeQuantity: null,
            triggerPrice: null,
            reason: 'User requested',
            time: Date.parse('2026-05-05T10:00:00.5Z'),
            fill: null,
          },
        ],
      },
    );
  });

  it('reads the trigger of a stop, wherever it stands, and takes zero for none', () => {
    const triggerOf = (fields: object): unknown => {
      const message = readMessage(execution({exec_type: 'new', ...fields}));

      return message.kind === 'executions' ? message.executions[0]?.triggerPrice : message;
    };

    expect(triggerOf({triggers: {reference: 'last', price: 90.5}})).toBe('90.5');
    expect(triggerOf({stop_price: 90.5})).toBe('90.5');
    expect(triggerOf({stop_price: 0})).toBeNull();
  });

  it('reads balances, the status of the system and a refusal', () => {
    expect(
      readMessage(
        '{"channel":"balances","type":"snapshot","sequence":1,"data":[{"asset":"USD","balance":10000.0000}]}',
      ),
    ).toEqual({kind: 'balances', isSnapshot: true, sequence: 1, balances: [{asset: 'USD', total: '10000.0000'}]});
    expect(readMessage('{"channel":"status","type":"update","data":[{"system":"maintenance"}]}')).toEqual({
      kind: 'status',
      system: 'maintenance',
    });
    expect(
      readMessage('{"error":"EOrder:Insufficient funds","method":"add_order","req_id":3,"success":false}'),
    ).toMatchObject({kind: 'answer', requestId: 3, error: 'EOrder:Insufficient funds'});
  });

  it('reads instruments', () => {
    const frame =
      '{"channel":"instrument","type":"snapshot","data":{"assets":[],"pairs":[{"symbol":"BTC/USD","status":"online","price_precision":1,"qty_precision":8,"price_increment":0.1,"qty_increment":1e-8,"qty_min":0.00005000}]}}';

    expect(readMessage(frame)).toMatchObject({
      kind: 'instruments',
      instruments: [{symbol: 'BTC/USD', status: 'online', pricePrecision: 1, quantityMin: '0.00005000'}],
    });
  });
});

describe('a frame that is not as documented', () => {
  it('is refused with what is wrong', () => {
    const trade = {symbol: 'BTC/USD', side: 'buy', price: 1, qty: 1, trade_id: 1, timestamp: '2023-10-06T17:35:55Z'};
    const frame = (fields: object): string =>
      JSON.stringify({channel: 'trade', type: 'update', data: [{...trade, ...fields}]});
    for (const wrong of [
      {price: -1},
      {price: 0},
      {price: '1e400'},
      {price: null},
      {qty: 'NaN'},
      {side: 'b'},
      {trade_id: 1.5},
      {timestamp: 'yesterday'},
      {symbol: ['BTC/USD']},
    ]) {
      expect(() => readMessage(frame(wrong)), JSON.stringify(wrong)).toThrow(ShapeError);
    }
    expect(() => readMessage('[]')).toThrow(ShapeError);
    expect(() => readMessage('{"channel":"trade"}')).toThrow(ShapeError);
  });

  it('is an error of shape or syntax whatever it holds', () => {
    const frames = fc.record({
      channel: fc.constantFrom('trade', 'book', 'ticker', 'executions', 'balances', 'status', 'instrument'),
      type: fc.constantFrom('snapshot', 'update'),
      data: fc.jsonValue({maxDepth: 4}),
    });
    fc.assert(
      fc.property(frames, frame => {
        try {
          readMessage(JSON.stringify(frame));
        } catch (error) {
          expect(error instanceof ShapeError || error instanceof SyntaxError).toBe(true);
        }
      }),
      {numRuns: 1_000},
    );
  });
});

const intent = (fields: Partial<OrderIntent>): OrderIntent => ({
  clientOrderId: 'us-1',
  symbol: 'BTC/USD',
  side: 'buy',
  type: 'limit',
  quantity: '0.01000000',
  reduceOnly: false,
  purpose: 'entry',
  strategy: 's',
  decision: 1,
  ...fields,
});

describe('Kraken requests', () => {
  const deadline = Date.parse('2026-05-05T10:00:03.000Z');
  const add = (fields: Partial<OrderIntent>): string =>
    writeAddOrder({intent: intent(fields), deadline, token: 'TOKEN'}, 42);

  it('a limit order carries exact numbers, our id and a deadline', () => {
    expect(add({limitPrice: '30000.10', postOnly: true})).toBe(
      '{"method":"add_order","params":{"order_type":"limit","limit_price":30000.10,"time_in_force":"gtc","post_only":true,' +
        '"side":"buy","symbol":"BTC/USD","order_qty":0.01000000,"cl_ord_id":"us-1","deadline":"2026-05-05T10:00:03.000Z",' +
        '"token":"TOKEN"},"req_id":42}',
    );
  });

  it('a market order with a worst price takes what it can and does not rest', () => {
    expect(JSON.parse(add({type: 'market', limitPrice: '30000.1'}))).toMatchObject({
      params: {order_type: 'limit', limit_price: 30_000.1, time_in_force: 'ioc'},
    });
    expect(JSON.parse(add({type: 'market'})).params).not.toHaveProperty('limit_price');
  });

  it('a stop is a stop-loss that sells at the market when the last price touches it', () => {
    expect(JSON.parse(add({type: 'stop', side: 'sell', stopPrice: '29000.5'}))).toMatchObject({
      params: {
        order_type: 'stop-loss',
        side: 'sell',
        triggers: {reference: 'last', price: 29_000.5, price_type: 'static'},
      },
    });
  });

  it('refuses an order without the price that its type needs', () => {
    expect(() => add({type: 'limit'})).toThrow('needs a limit price');
    expect(() => add({type: 'stop'})).toThrow('needs a stop price');
  });

  it('cancels and amends by our id, and arms the switch', () => {
    expect(writeCancel('us-1', 'TOKEN', 5)).toBe(
      '{"method":"cancel_order","params":{"cl_ord_id":["us-1"],"token":"TOKEN"},"req_id":5}',
    );
    const amend = {clientOrderId: 'us-1', quantity: '0.5', stopPrice: '29100', deadline, token: 'TOKEN'};
    expect(JSON.parse(writeAmend(amend, 6))).toMatchObject({
      method: 'amend_order',
      params: {cl_ord_id: 'us-1', order_qty: 0.5, trigger_price: 29_100},
    });
    expect(JSON.parse(writeDeadMansSwitch(60, 'TOKEN', 7))).toMatchObject({params: {timeout: 60}});
  });

  it('subscribes to a book with a snapshot, to trades without, to executions with the open orders', () => {
    expect(JSON.parse(writePublic('subscribe', {channel: 'book', symbol: 'BTC/USD'}, 1))).toEqual({
      method: 'subscribe',
      params: {channel: 'book', symbol: ['BTC/USD'], depth: 10, snapshot: true},
      req_id: 1,
    });
    expect(JSON.parse(writePublic('subscribe', {channel: 'trade', symbol: 'BTC/USD'}, 2)).params.snapshot).toBe(false);
    expect(JSON.parse(writePrivate('subscribe', {channel: 'executions'}, 'TOKEN', 3)).params).toEqual({
      channel: 'executions',
      snap_orders: true,
      snap_trades: false,
      token: 'TOKEN',
    });
  });
});
