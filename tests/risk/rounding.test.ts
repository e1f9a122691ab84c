import {describe, expect, it} from 'vitest';
import type {Gate} from '../../core/domain/Decision.ts';
import type {State} from '../../core/kernel/State.ts';
import {checkOrder} from '../../core/risk/RiskManager.ts';
import {BTC, change, d, ETH, hold, inFlight, proposal, world} from './world.ts';

// 1.000000000001 x 100.5 = 100.5000000001005: the thirteenth digit must go against us.
const QUANTITY = '1.000000000001';
const PRICE = '100.5';

const fine = (kind: 'spot' | 'margin'): State => {
  const state = world({maxOrderShare: 0.3}, kind);
  for (const symbol of [BTC, ETH]) {
    const market = state.markets.get(symbol)?.market;
    if (market === undefined) throw new Error('the test world has both markets');
    const increments = {tick: d('0.000000000001'), lot: d('0.000000000001')};
    change(state, symbol, {market: {...market, ...increments}, lastPrice: d(PRICE)});
  }

  return state;
};

const gate = (state: State, code: string): Gate | undefined =>
  checkOrder(proposal({quantity: d(QUANTITY), referencePrice: d(PRICE), worstPrice: d(PRICE)}), state).gates.find(
    one => one.code === code,
  );

describe('the last digit goes against us', () => {
  it('in the notional of the order', () => {
    expect(gate(fine('margin'), 'ORDER_NOTIONAL_EXCEEDED')?.value).toBe('100.500000000101');
  });

  it('in the notional of a position', () => {
    const state = fine('margin');
    hold(state, ETH, QUANTITY);
    expect(gate(state, 'MAX_GROSS_EXCEEDED')?.value).toBe('201.000000000202');
  });

  it('in the notional of an order in flight', () => {
    const state = fine('margin');
    inFlight(state, 'buy', QUANTITY, {symbol: ETH, limitPrice: PRICE});
    expect(gate(state, 'MAX_GROSS_EXCEEDED')?.value).toBe('201.000000000202');
  });

  it('in the cash that a buy takes, and in the cash that buys in flight reserve', () => {
    const state = fine('spot');
    // 1.000000000001 x 101.505 = 101.505000000101505
    expect(gate(state, 'INSUFFICIENT_CASH')).toMatchObject({value: '101.505000000102', limit: '10000'});
    inFlight(state, 'buy', QUANTITY, {symbol: ETH, limitPrice: PRICE});
    expect(gate(state, 'INSUFFICIENT_CASH')?.limit).toBe('9898.494999999898');
  });

  it('in a limit that is a share of equity', () => {
    const state = fine('margin');
    state.equity.current = d('9999.999999999999');
    expect(gate(state, 'ORDER_NOTIONAL_EXCEEDED')?.limit).toBe('2999.999999999999');
  });

  it('in a price with its fee', () => {
    const state = fine('spot');
    change(state, BTC, {lastPrice: d('100.500000000001')});
    // 100.500000000001 x 1.01 = 101.50500000000101, rounded up before it is multiplied
    expect(gate(state, 'INSUFFICIENT_CASH')?.value).toBe('101.505000000104');
  });
});
