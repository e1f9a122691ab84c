import {expect, test} from 'vitest';
import {SYMBOL} from '../support/accounts.ts';
import {holding, KernelWorld, ofType, typesOf} from '../support/kernelWorld.ts';

const COARSE = {symbol: SYMBOL, tick: '5', lot: '0.5', minQuantity: '0.5', minNotional: '1'};

test('orders from a change of the rules on keep to the new grid', () => {
  const world = new KernelWorld();
  world.take({type: 'MarketChanged', data: COARSE});
  world.candle(102);
  const {intent} = world.order('entry');

  expect(Number(intent.quantity) % 0.5).toBe(0);
  expect(Number(intent.limitPrice) % 5).toBe(0);
});

test('a stop that is off the new grid moves towards the entry, and the venue is asked to follow', () => {
  const world = holding({}, '1', '100.5');
  const stop = world.order('stop');

  const step = world.take({type: 'MarketChanged', data: COARSE});

  expect(typesOf(step)).toEqual(['MarketChanged', 'StopTrailed', 'AmendRequested']);
  expect(Number(stop.intent.stopPrice)).toBe(99.5);
  expect(ofType(step, 'AmendRequested')[0]?.data).toMatchObject({stopPrice: '100'});
});

test('rules of a market that nobody trades here change nothing', () => {
  const world = new KernelWorld();
  const step = world.take({type: 'MarketChanged', data: {...COARSE, symbol: 'XYZ/USD'}});

  expect(typesOf(step)).toEqual(['MarketChanged']);
  expect([...world.state.markets.keys()]).toEqual([SYMBOL]);
});
