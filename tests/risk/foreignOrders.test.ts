import {describe, expect, it} from 'vitest';
import type {ForeignOrder} from '../../core/domain/ForeignOrder.ts';
import {toText} from '../../core/domain/Decimal.ts';
import {worstCase} from '../../core/risk/exposure.ts';
import {BTC, world} from './world.ts';

const foreign = (change: Partial<ForeignOrder> = {}): ForeignOrder => ({
  ...{venueOrderId: 'O-1', symbol: BTC, side: 'buy', quantity: '2', price: '1000'},
  ...change,
});

const exposureWith = (order: ForeignOrder, kind: 'spot' | 'margin') => {
  const state = world();
  const seen = state.markets.get(BTC) ?? expect.fail();
  state.markets.set(BTC, {...seen, market: {...seen.market, kind}, lastPrice: null});
  state.account.foreign = [order];

  return worstCase(state, BTC);
};

describe('orders of others on the account', () => {
  it('use up the limits and the cash, and are no position of ours', () => {
    const {own, totalLong, reservedCash} = exposureWith(foreign(), 'spot');

    expect([toText(own.long), toText(totalLong), toText(own.longQuantity)]).toEqual(['2000', '2000', '0']);
    expect(reservedCash).toBeGreaterThanOrEqual(own.long);
  });

  it('that sell on spot sell what is their own', () => {
    expect(exposureWith(foreign({side: 'sell'}), 'spot').own.short).toBe(0n);
  });

  it('that sell on margin count on the short side', () => {
    expect(toText(exposureWith(foreign({side: 'sell'}), 'margin').own.short)).toBe('2000');
  });
});
