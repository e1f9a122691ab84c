import {describe, expect, test} from 'vitest';
import type {OrderIntent} from '../../core/domain/Order.ts';
import {RecordingListener} from '../contracts/brokerContract.ts';
import {intent} from '../matching/orders.ts';
import {VirtualKraken} from './VirtualKraken.ts';

const SYMBOL = 'SOL/USD';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const entry = (clientOrderId: string): OrderIntent =>
  intent(clientOrderId, {symbol: SYMBOL, type: 'limit', limitPrice: '95'});
const stop = (clientOrderId: string): OrderIntent =>
  intent(clientOrderId, {
    symbol: SYMBOL,
    side: 'sell',
    type: 'stop',
    stopPrice: '80',
    reduceOnly: true,
    purpose: 'stop',
  });

/** The real adapter on a venue that accepts one order and then denies it for so long; a minute after, and every minute, both books are compared. */
const forgetting = async (order: OrderIntent, forMs: number) => {
  const venue = new VirtualKraken();
  const heard = new RecordingListener();
  const broker = venue.krakenBroker();
  venue.move(100, 1);
  await venue.time.during(broker.markets([SYMBOL]));
  await venue.time.during(broker.connect(heard));
  await venue.time.during(broker.start());
  broker.submit(intent('held', {symbol: SYMBOL}));
  await venue.time.advance(1_000);
  venue.simulation.faults.add({name: 'amnesia', forMs, call: 'add_order'});
  broker.submit(order);
  await venue.time.advance(1_000);
  expect(heard.story(order.clientOrderId)).toEqual(['accepted']);
  const compareFor = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += MINUTE) {
      await venue.time.during(broker.account());
      await venue.time.advance(MINUTE);
    }
  };

  return {venue, heard, broker, compareFor};
};

describe('an order that the venue accepted and then knows nothing of', () => {
  test('stays unknown for two hours when it can open a position, and is found once the venue knows it again', async () => {
    const {venue, heard, compareFor} = await forgetting(entry('a'), 2 * HOUR);
    await compareFor(2 * HOUR - 5 * MINUTE);
    expect(heard.story('a')).toEqual(['accepted', 'unknown']);
    expect(heard.reports).toContainEqual(
      expect.objectContaining({kind: 'unknown', clientOrderId: 'a', forgotten: true}),
    );

    await compareFor(10 * MINUTE);
    expect(heard.story('a')).toEqual(['accepted', 'unknown', 'accepted']);
    expect(venue.trueOrders('a')).toBe(1);
  });

  test('is asked for no more once somebody has written it off, and comes back all the same when the venue tells of it', async () => {
    const {venue, heard, broker, compareFor} = await forgetting(entry('a'), 30 * MINUTE);
    await compareFor(10 * MINUTE);
    broker.forget('a');
    const before = venue.calls.length;
    await venue.time.advance(10 * MINUTE);
    expect(venue.calls.slice(before).filter(name => name.includes('Orders'))).toEqual([]);
    expect(heard.story('a')).toEqual(['accepted', 'unknown']);

    await compareFor(20 * MINUTE);
    expect(heard.story('a')).toEqual(['accepted', 'unknown', 'accepted']);
  });

  test('is believed gone after five minutes when it only reduces: counting on it would leave the position open', async () => {
    const {venue, heard, compareFor} = await forgetting(stop('s'), 2 * HOUR);
    await compareFor(4 * MINUTE);
    expect(heard.story('s')).toEqual(['accepted', 'unknown']);
    await compareFor(5 * MINUTE);

    expect(heard.story('s')).toEqual(['accepted', 'unknown', 'absent']);
    expect(venue.trueOrders('s')).toBe(1);
  });
});
