import {describe, expect, test} from 'vitest';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import type {TrueExecution, TrueOrder, Truth} from '../support/exchange.ts';
import {judge} from './judge.ts';

const line = (type: string, data: object): AnyEnvelope => ({seq: 1, time: 1, cause: 1, type, data}) as AnyEnvelope;
const submitted = (clientOrderId: string, decision = 1): AnyEnvelope =>
  line('OrderSubmitted', {clientOrderId, decision, symbol: 'BTC/USD', purpose: 'entry'});
const accepted = line('OrderAccepted', {clientOrderId: 'a', venueOrderId: 'A'});
const numbers = {price: '100.0', quantity: '1', fee: '0.1'};
const filled = line('OrderFilled', {executionId: 'T', clientOrderId: 'a', ...numbers});

const order = (id: string, clientOrderId: string | null): TrueOrder => ({
  id,
  status: 'filled',
  filled: '1',
  openedAt: 1,
  request: {clientOrderId, symbol: 'BTC/USD', side: 'buy', timeInForce: 'GTC'},
});
const fill: TrueExecution = {id: 'T', clientOrderId: 'a', symbol: 'BTC/USD', side: 'buy', ...numbers, price: '100'};
const truthOf = (orders: readonly TrueOrder[], executions: readonly TrueExecution[] = []): Truth => ({
  orders,
  executions,
  balances: {},
});

describe('a journal held against the ledger of the exchange', () => {
  test('is right when both tell the same story, whatever zeros stand behind the numbers', () => {
    const truth = truthOf([order('A', 'a')], [fill]);

    expect(judge([submitted('a'), accepted, filled], truth)).toEqual({lost: [], duplicate: []});
  });

  test('does not ask for what the exchange filled after the bot last agreed with it', () => {
    const truth = truthOf([order('A', 'a')], [fill]);

    expect(judge([submitted('a'), accepted], truth, {executions: []})).toEqual({lost: [], duplicate: []});
  });

  test.each<[string, readonly AnyEnvelope[], Truth, string]>([
    ['an order without an intent', [], truthOf([order('A', 'a')]), 'has no intent in the journal'],
    ['an acknowledged order that is gone', [submitted('a'), accepted], truthOf([]), 'is not at the exchange'],
    ['a fill that was missed', [submitted('a')], truthOf([order('A', 'a')], [fill]), 'never reached the journal'],
    ['a fill that was made up', [submitted('a'), filled], truthOf([]), 'was never made'],
    [
      'a fill at another price',
      [submitted('a'), filled],
      truthOf([order('A', 'a')], [{...fill, price: '101'}]),
      '1 at 100.0 for 0.1 here and 1 at 101 for 0.1 at the exchange',
    ],
  ])('finds %s', (_what, lines, truth, words) => {
    expect(judge(lines, truth).lost).toEqual([expect.stringContaining(words)]);
  });

  test.each<[string, readonly AnyEnvelope[], Truth, string]>([
    ['an id that was placed twice', [submitted('a')], truthOf([order('A', 'a'), order('B', 'a')]), 'placed twice'],
    [
      'a fill that was booked twice',
      [submitted('a'), filled, filled],
      truthOf([order('A', 'a')], [fill]),
      'fill T was booked twice',
    ],
    [
      'two entries of one decision',
      [submitted('a'), submitted('b')],
      truthOf([order('A', 'a'), order('B', 'b')]),
      'two entries were placed in BTC/USD by decision 1',
    ],
  ])('finds %s', (_what, lines, truth, words) => {
    expect(judge(lines, truth).duplicate).toEqual([expect.stringContaining(words)]);
  });
});
