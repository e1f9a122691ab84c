import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {confidence} from '../../core/domain/Decision.ts';
import type {Side} from '../../core/domain/Order.ts';
import type {RiskSettings} from '../../core/domain/Settings.ts';
import type {State} from '../../core/kernel/State.ts';
import {checkOrder} from '../../core/risk/RiskManager.ts';
import {type PositionSize, sizePosition} from '../../core/risk/sizePosition.ts';
import {BTC, change, d, ETH, hold, inFlight, proposal, world} from './world.ts';

type Wish = {readonly side?: Side; readonly price?: string; readonly stop?: string; readonly agreement?: number};

const size = (state: State, {side = 'buy', price = '100', stop = '5', agreement = 1}: Wish = {}): PositionSize => {
  const market = state.markets.get(BTC)?.market;
  if (market === undefined || state.settings === null) throw new Error('the test world has a market and settings');

  return sizePosition({
    state,
    market,
    side,
    price: d(price),
    stopDistance: d(stop),
    agreement: confidence(agreement),
    settings: state.settings.risk,
  });
};

describe('sizePosition', () => {
  it('risks its share of equity between entry and stop', () => {
    expect(size(world())).toMatchObject({quantity: d('20'), basis: 'RISK', denial: null});
  });

  it('takes half of it where nobody else agrees, and scales in between', () => {
    expect(size(world(), {agreement: 0}).quantity).toBe(d('10'));
    expect(size(world(), {agreement: 0.5}).quantity).toBe(d('15'));
  });

  it('rounds down to the lot', () => {
    expect(size(world(), {stop: '7'}).quantity).toBe(d('14.28'));
  });

  it('values the order at the worse of its price and the mark', () => {
    expect(size(world({maxOrderShare: 0.1}), {price: '80'}).quantity).toBe(d('10'));
    expect(size(world({maxOrderShare: 0.1}), {price: '125'}).quantity).toBe(d('8'));
  });

  const caps: readonly [string, Partial<RiskSettings>, 'spot' | 'margin', Wish, (state: State) => void, string][] = [
    ['ORDER', {maxOrderShare: 0.05}, 'margin', {}, () => {}, '5'],
    ['POSITION', {maxPositionShare: 0.05}, 'margin', {}, state => hold(state, BTC, '2'), '3'],
    ['GROSS', {maxGrossShare: 0.05}, 'margin', {}, state => hold(state, ETH, '-2'), '3'],
    ['NET', {maxNetShare: 0.05}, 'margin', {}, state => void inFlight(state, 'buy', '2', {symbol: ETH}), '3'],
    ['NET', {maxNetShare: 0.05}, 'margin', {side: 'sell'}, state => hold(state, ETH, '-2'), '3'],
    ['TURNOVER', {maxDailyTurnover: 0.05}, 'margin', {}, state => void (state.windows.turnover = d('200')), '3'],
    ['VOLUME', {maxVolumeShare: 0.005}, 'margin', {}, () => {}, '5'],
    ['CASH', {}, 'spot', {}, state => void (state.cash = d('303')), '3'],
    [
      'CASH',
      {},
      'spot',
      {},
      state => {
        state.cash = d('404');
        inFlight(state, 'buy', '1', {symbol: ETH});
      },
      '3',
    ],
    ['HOLDINGS', {}, 'spot', {side: 'sell'}, state => hold(state, BTC, '3'), '3'],
  ];

  it.each(caps)('is cut to %s %j', (basis, settings, kind, wish, given, expected) => {
    const state = world(settings, kind);
    given(state);

    expect(size(state, wish)).toMatchObject({quantity: d(expected), basis, denial: null});
  });

  it('is zero with the numbers when below the least quantity', () => {
    const {quantity, denial} = size(world({maxOrderShare: 0.0001}));
    expect(quantity).toBe(0n);
    expect(denial).toEqual({code: 'QUANTITY_BELOW_MINIMUM', passed: false, value: '0.01', limit: '0.02'});
  });

  it('is zero with the numbers when below the least notional, and trades exactly at it', () => {
    expect(size(world({maxOrderShare: 0.0004}))).toMatchObject({
      quantity: 0n,
      basis: 'ORDER',
      denial: {code: 'NOTIONAL_BELOW_MINIMUM', value: '4', limit: '5'},
    });
    expect(size(world({maxOrderShare: 0.0005}))).toMatchObject({quantity: d('0.05'), denial: null});
  });

  it('is zero, never negative, when a limit is already exceeded', () => {
    const state = world({maxPositionShare: 0.01});
    hold(state, BTC, '5');
    expect(size(state)).toMatchObject({quantity: 0n, basis: 'POSITION', denial: {value: '0'}});
  });

  it('is zero when the other side alone exceeds a limit, and not yet when it only reaches it', () => {
    const state = world({maxGrossShare: 0.05});
    hold(state, ETH, '1');
    hold(state, BTC, '-4.01');
    expect(size(state)).toMatchObject({quantity: 0n, basis: 'GROSS'});
    hold(state, BTC, '-4');
    expect(size(state)).toMatchObject({quantity: d('4'), basis: 'GROSS'});
  });

  it('is zero without a stop, a price or a market', () => {
    expect(size(world(), {stop: '0'}).denial).toMatchObject({code: 'MISSING_EXIT_PLAN', passed: false});
    expect(size(world(), {price: '0'}).denial).toMatchObject({code: 'PRICE_UNKNOWN', passed: false});
    const elsewhere = world();
    const market = elsewhere.markets.get(BTC)?.market;
    elsewhere.markets.delete(BTC);
    if (market === undefined || elsewhere.settings === null) throw new Error('the test world has a market');
    const request = {state: elsewhere, market, side: 'buy', price: d('100'), stopDistance: d('5')} as const;
    const {denial} = sizePosition({...request, agreement: confidence(1), settings: elsewhere.settings.risk});
    expect(denial).toMatchObject({code: 'SYMBOL_NOT_ALLOWED'});
  });

  const share = fc.integer({min: 1, max: 500}).map(thousandths => thousandths / 1_000);
  const wishes = fc.record({
    side: fc.constantFrom<Side[]>('buy', 'sell'),
    ticks: fc.integer({min: 190, max: 210}),
    stopTicks: fc.integer({min: 1, max: 60}),
    agreement: fc.double({min: 0, max: 1, noNaN: true}),
    kind: fc.constantFrom('spot', 'margin'),
    held: fc.integer({min: 0, max: 200}),
    elsewhere: fc.integer({min: -200, max: 200}),
    flying: fc.integer({min: 0, max: 200}),
    volume: fc.integer({min: 0, max: 500_000}).map(thousandths => thousandths / 1_000),
    maxOrderShare: share,
    maxPositionShare: share,
    maxGrossShare: share,
    maxNetShare: share,
    maxVolumeShare: share,
    maxDailyTurnover: share,
  });

  it('asks for exactly what the rules allow: the size passes all of them, one lot more breaks its tightest cap', () => {
    let traded = 0;
    fc.assert(
      fc.property(wishes, wish => {
        const state = world(wish, wish.kind);
        const sign = wish.side === 'buy' || wish.kind === 'spot' ? 1 : -1;
        if (wish.held !== 0) hold(state, BTC, String((sign * wish.held) / 100));
        if (wish.elsewhere !== 0 && wish.kind === 'margin') hold(state, ETH, String(wish.elsewhere / 100));
        if (wish.flying !== 0) inFlight(state, 'buy', String(wish.flying / 100), {symbol: ETH});
        change(state, BTC, {lastCandle: {time: 0, open: 1, high: 1, low: 1, close: 1, volume: wish.volume}});
        const price = String(wish.ticks / 2);
        const stop = String(wish.stopTicks / 2);
        const {quantity, basis, caps, denial} = size(state, {...wish, price, stop});

        expect(quantity === 0n).toBe(denial !== null);
        expect(quantity % d('0.01')).toBe(0n);
        if (quantity === 0n) return;
        traded += 1;
        const tightest = caps.find(cap => cap.basis === basis)?.quantity ?? d('0');
        expect(caps.every(cap => cap.quantity >= tightest)).toBe(true);
        expect(quantity <= tightest && tightest < quantity + d('0.01')).toBe(true);
        if (wish.kind === 'spot' && wish.side === 'sell') return;

        const order = proposal({side: wish.side, quantity, worstPrice: d(price)});
        expect(checkOrder(order, state).denial).toBeNull();
      }),
      {numRuns: 2_000},
    );
    expect(traded).toBeGreaterThan(200);
  });
});
