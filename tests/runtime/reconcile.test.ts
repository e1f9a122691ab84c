import {describe, expect, test} from 'vitest';
import type {AccountSnapshot} from '../../core/domain/AccountSnapshot.ts';
import {adjustmentFor, compareAccounts} from '../../core/runtime/reconcile.ts';
import {Reconciler} from '../../core/runtime/Reconciler.ts';
import {holding, KernelWorld} from '../support/kernelWorld.ts';

const {state} = holding();
const agreeing: AccountSnapshot = {
  time: 0,
  executions: [],
  balances: [{asset: 'USD', total: '9899.99'}],
  positions: [{symbol: 'BTC/USD', quantity: '1'}],
  openOrders: [...state.orders.values()].map(({intent, venueOrderId}) => ({
    intent,
    venueOrderId: venueOrderId ?? '',
    filled: '0',
  })),
};
const [order] = agreeing.openOrders;
const id = order?.intent.clientOrderId ?? '';

test('books that agree show no difference', () => {
  expect(compareAccounts(state, agreeing)).toEqual([]);
});

describe('a difference is named with both sides', () => {
  const CASES: readonly (readonly [string, Partial<AccountSnapshot>, string])[] = [
    ['cash', {balances: [{asset: 'USD', total: '9900'}]}, 'cash in USD is 9899.99 here and 9900 at the venue'],
    ['position', {positions: []}, 'position in BTC/USD is 1 here and 0 at the venue'],
    [
      'a position that is not ours',
      {positions: [...agreeing.positions, {symbol: 'ETH/USD', quantity: '2'}]},
      'position in ETH/USD is 0 here and 2 at the venue',
    ],
    ['a missing order', {openOrders: agreeing.openOrders.slice(1)}, `order "${id}" is open here and not at the venue`],
    [
      'a fill that we have not seen',
      {openOrders: agreeing.openOrders.with(0, {...(order ?? expect.fail()), filled: '0.5'})},
      `order "${id}" has filled 0 here and 0.5 at the venue`,
    ],
  ];

  test.each(CASES)('%s', (_name, change, text) => {
    expect(compareAccounts(state, {...agreeing, ...change}).map(one => one.text)).toEqual([text]);
  });
});

test('an order that is on its way, being cancelled or searched for is no difference', () => {
  const asked = new KernelWorld();
  asked.candle(100);
  const empty = {...agreeing, balances: [], positions: [], openOrders: []};

  expect(compareAccounts(asked.state, empty)).toEqual([]);
});

describe('the adjustment to what others changed', () => {
  const changed = compareAccounts(state, {...agreeing, balances: [{asset: 'USD', total: '9900'}], positions: []});

  test('names the books that it was measured against, and the changes', () => {
    expect(adjustmentFor(state, changed, 'external')).toEqual({
      id: `adjust-${state.account.seq}`,
      basis: state.account.seq,
      cash: '0.01',
      holdings: [{symbol: 'BTC/USD', change: '-1'}],
      kind: 'external',
      reason: 'position in BTC/USD is 1 here and 0 at the venue; cash in USD is 9899.99 here and 9900 at the venue',
    });
  });

  test('is none while it is open what an order of ours has done', () => {
    expect(adjustmentFor(state, compareAccounts(state, {...agreeing, openOrders: []}), 'external')).toBeNull();
  });
});

test('books that moved are asked for again, but not once the private side is lost: no answer would count', async () => {
  const world = holding();
  let asked = 0;
  const ask = async (isLost: boolean): Promise<number> => {
    asked = 0;
    const reconciler: Reconciler = new Reconciler({
      epoch: 1,
      state: world.state,
      receive: () => {},
      broker: {
        capabilities: {
          ...{shorts: false, postOnly: true, stopOrders: true, amend: true},
          ...{oneCancelsOther: false, deadMansSwitch: true, keepsAccount: false},
        },
        now: () => 0,
        // Each answer comes after something else has happened.
        account: async () => {
          asked += 1;
          world.state.account.seq += 1;
          if (isLost) reconciler.lost('reset');

          return agreeing;
        },
      },
    });
    await reconciler.start();

    return asked;
  };

  expect(await ask(false)).toBe(3);
  expect(await ask(true)).toBe(1);
});
