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

test('what happened after the last line is not known', () => {
  expect(since).toBe(world.state.time);
});
