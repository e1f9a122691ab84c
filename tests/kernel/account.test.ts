import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {decimal} from '../../core/domain/Decimal.ts';
import {marketValue} from '../../core/kernel/equity.ts';
import type {EnvelopeOf} from '../../core/domain/Event.ts';
import {holding, type KernelWorld, ofType, typesOf} from '../support/kernelWorld.ts';
import {SYMBOL} from '../support/accounts.ts';

type Adjustment = EnvelopeOf<'AccountAdjusted'>['data'];

const adjust = (world: KernelWorld, change: Partial<Adjustment>): void => {
  const basis = world.state.account.seq;
  const data = {
    id: `adjust-${basis}`,
    basis,
    cash: '0',
    holdings: [],
    kind: 'external',
    reason: 'test',
    ...change,
  } as const;
  world.take({type: 'AccountAdjusted', data});
};

const spot = (): KernelWorld => holding({spec: {kind: 'spot'}});
const differs = (persists: boolean) => ({type: 'AccountDiffered', data: {differences: ['a'], persists}}) as const;

describe('a reconciliation', () => {
  test('of before a loss opens nothing after it', () => {
    const world = holding();
    world.take({type: 'AccountLost', data: {reason: 'test'}});
    world.take({type: 'Reconciled', data: {epoch: 1, openOrders: 0, differences: [], generation: 0}});
    expect(world.state.run?.isReconciled).toBe(false);

    world.take({type: 'Reconciled', data: {epoch: 1, openOrders: 0, differences: [], generation: 1}});
    expect(world.state.run?.isReconciled).toBe(true);
  });
});

describe('a difference', () => {
  test('closes the gate and alarms; the permission to trade goes only when it stays', () => {
    const world = holding();
    expect(typesOf(world.take(differs(false)))).toEqual(['AccountDiffered', 'AlarmRaised']);
    expect(world.state.run?.isReconciled).toBe(false);

    expect(typesOf(world.take(differs(true)))).toEqual(['AccountDiffered', 'AlarmRaised', 'TradingReduced']);
  });

  test('never gives back what a person or a breaker took', () => {
    const world = holding();
    world.command('halt');
    world.take(differs(true));

    expect(world.state.trading).toMatchObject({state: 'HALTED', code: 'OPERATOR'});
  });
});

describe('what others did to the account', () => {
  test('a payment is neither profit nor loss', () => {
    const world = spot();
    const {equity} = world.state;
    const [current, drawdown] = [equity.current, equity.maxDrawdown];
    adjust(world, {cash: '-5000'});

    expect(equity.current).toBe(current - decimal('5000'));
    expect(equity.current - equity.opening).toBe(current - decimal('10000'));
    expect(equity.maxDrawdown - drawdown).toBeLessThan(0.001);
    expect(world.state.account.transfers).toBe(decimal('-5000'));
  });

  test('counts once: the same change on books that have moved on is void', () => {
    const world = spot();
    const basis = world.state.account.seq;
    adjust(world, {cash: '10', basis});
    const {cash} = world.state;
    adjust(world, {cash: '10', basis});

    expect(world.state.cash).toBe(cash);
    expect(world.all('AlarmRaised').filter(({data}) => data.code === 'ACCOUNT_ADJUSTED')).toHaveLength(1);
  });

  test('a part of our position that somebody sold leaves it, and its stop is made smaller', () => {
    const world = spot();
    const {transfers} = world.state.account;
    adjust(world, {cash: '39.9', holdings: [{symbol: SYMBOL, change: '-0.4'}]});

    expect(world.position?.quantity).toBe(decimal('0.6'));
    expect(world.state.account.transfers - transfers).toBe(decimal('-0.1'));
    expect(ofType(world.lines, 'AmendRequested').at(-1)?.data.quantity).toBe('0.6');
  });

  test('result, cash and equity still add up after it', () => {
    const world = spot();
    adjust(world, {cash: '39.9', holdings: [{symbol: SYMBOL, change: '-0.4'}]});
    const {equity, realized, feesPaid, position} = {...world.state, position: world.position};
    const unrealized = decimal('60') - (position?.cost ?? decimal('0'));

    expect(realized + unrealized - feesPaid).toBe(equity.current - equity.opening);
  });

  test('all of it sold ends the position, and nothing of it stays at the venue', () => {
    const world = spot();
    adjust(world, {cash: '100', holdings: [{symbol: SYMBOL, change: '-1'}]});

    expect(world.position).toBeUndefined();
    expect(world.all('PositionClosed').at(-1)?.data.exitReason).toBe('external');
    expect(world.all('CancelRequested').map(({data}) => data.reason)).toEqual(['flat', 'flat']);
  });

  test('whatever others pay, take and trade, cash and result and equity add up to the last digit', () => {
    const change = fc.oneof(
      fc.record({cash: fc.integer({min: -500, max: 500}), lots: fc.integer({min: -6, max: 6})}),
      fc.record({price: fc.integer({min: 90, max: 110})}),
    );
    fc.assert(
      fc.property(fc.array(change, {maxLength: 12}), changes => {
        const world = spot();
        for (const one of changes) {
          if ('price' in one) world.price(String(one.price));
          else adjust(world, {cash: String(one.cash), holdings: [{symbol: SYMBOL, change: String(one.lots / 10)}]});
          const {state, position} = world;
          const worth = position === undefined ? 0n : marketValue(state, position) - position.cost;

          expect(state.realized + worth - state.feesPaid).toBe(state.equity.current - state.equity.opening);
          expect(state.equity.opening).toBe(decimal('10000') + state.account.transfers);
          expect(position?.quantity ?? 0n).toBeGreaterThanOrEqual(0n);
          expect(state.baseline?.get('BTC') ?? 0n).toBeGreaterThanOrEqual(0n);
        }
      }),
      {numRuns: 200},
    );
  });
});
