import {describe, expect, it} from 'vitest';
import type {State} from '../../core/kernel/State.ts';
import {readContext} from '../../core/risk/context.ts';
import {checkOrder} from '../../core/risk/RiskManager.ts';
import {spotNoShort} from '../../core/risk/rules/spotNoShort.ts';
import {BTC, d, hold, inFlight, proposal, world} from './world.ts';

describe('the spot holdings', () => {
  it('may be sold only as far as no other sell was promised them', () => {
    const state = world({}, 'spot');
    hold(state, BTC, '2');
    inFlight(state, 'sell', '1.5', {reduceOnly: true, purpose: 'stop', type: 'stop', stopPrice: '90'});
    const verdictOf = (quantity: string) => {
      const market = state.markets.get(BTC);
      if (market === undefined || state.settings === null) throw new Error('the test world has a market');
      const order = proposal({side: 'sell', quantity: d(quantity)});
      return spotNoShort(order, state, readContext(order, state, state.settings.risk, market)).passed;
    };

    expect(verdictOf('0.5')).toBe(true);
    expect(verdictOf('0.51')).toBe(false);
  });

  it('are named as the reason when a short was sized to zero', () => {
    const check = checkOrder(proposal({side: 'sell', quantity: d('0')}), world({}, 'spot'));
    expect(check.denial).toEqual({code: 'SPOT_NO_SHORT', passed: false, value: '0', limit: '0'});
  });
});

describe('self-trade prevention', () => {
  const rest = (state: State, own: 'buy' | 'sell', prices: readonly string[]): void => {
    for (const limitPrice of prices) inFlight(state, own, '1', {limitPrice, reduceOnly: true, purpose: 'exit'});
  };

  it('measures a buy against the lowest own sell', () => {
    const state = world();
    rest(state, 'sell', ['103', '101', '102']);
    expect(checkOrder(proposal({worstPrice: d('101')}), state).denial).toMatchObject({
      code: 'SELF_TRADE',
      limit: '101',
    });
  });

  it('measures a sell against the highest own buy', () => {
    const state = world();
    rest(state, 'buy', ['97', '99', '98']);
    const sell = proposal({side: 'sell', worstPrice: d('99')});
    expect(checkOrder(sell, state).denial).toMatchObject({code: 'SELF_TRADE', limit: '99'});
  });
});
