import {expect, test} from 'vitest';
import {restoreOrders} from '../../core/runtime/restoreOrders.ts';
import {holding, KernelWorld} from '../support/kernelWorld.ts';

const world = holding();
const {orders, since} = restoreOrders(world.state);

test('an order that rests goes on with its name at the venue, its size and its trigger', () => {
  const {intent} = world.order('stop');

  expect(orders.find(({intent: {purpose}}) => purpose === 'stop')).toEqual({
    intent,
    venueOrderId: `V${intent.clientOrderId}`,
    quantity: '1',
    stopPrice: '99',
    filled: '0',
    executionIds: [],
    isFinal: false,
  });
});

test('an order that has ended is remembered for late evidence, with what it filled', () => {
  expect(orders.find(({intent: {purpose}}) => purpose === 'entry')).toMatchObject({
    filled: '1',
    executionIds: ['X1'],
    isFinal: true,
  });
});

test('one that nobody has answered has no name', () => {
  const asked = new KernelWorld();
  asked.candle(100);

  expect(restoreOrders(asked.state).orders).toMatchObject([
    {intent: {purpose: 'entry'}, venueOrderId: null, isFinal: false},
  ]);
});

test('what happened to an open order since it was sent is not known for sure, however much later the last line is', () => {
  const [first] = [...world.state.orders.values()];
  expect(since).toBe(Math.min(...[...world.state.orders.values()].map(({time}) => time)));
  expect(first?.time).toBeGreaterThan(0);

  const idle = new KernelWorld();
  expect(restoreOrders(idle.state).since).toBe(idle.state.time);

  const asked = new KernelWorld();
  asked.candle(100);
  const sentAt = asked.state.time;
  for (let bar = 0; bar < 10; bar += 1) asked.candle(100);
  expect(asked.state.orders.size).toBe(1);
  expect(restoreOrders(asked.state).since).toBe(sentAt);
  expect(asked.state.time).toBeGreaterThan(sentAt);
});
