import {readdirSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {ForeignOrder} from '../../core/domain/ForeignOrder.ts';
import type {RiskSettings} from '../../core/domain/Settings.ts';
import type {State} from '../../core/kernel/State.ts';
import {DENIAL_CODES, type DenialCode} from '../../core/risk/DenialCode.ts';
import {checkOrder, type ProposedOrder} from '../../core/risk/RiskManager.ts';
import {ENTRY_RULES, reconciled, reduceOnly, symbolAllowed} from '../../core/risk/rules/index.ts';
import {BTC, change, d, ETH, equityOf, hold, inFlight, NOW, proposal, submitted, world} from './world.ts';

/** One boundary of one rule: `passes` stands on the last allowed point, `denies` one step beyond it. */
type Edge = {
  readonly code: DenialCode;
  readonly says: string;
  readonly settings?: Partial<RiskSettings>;
  readonly kind?: 'spot' | 'margin';
  readonly order?: Partial<ProposedOrder>;
  readonly given?: (state: State) => void;
  readonly passes: {readonly order?: Partial<ProposedOrder>; readonly given?: (state: State) => void};
  readonly denies: {
    readonly order?: Partial<ProposedOrder>;
    readonly given?: (state: State) => void;
    readonly value?: string;
    readonly limit?: string;
  };
};

const times = (count: number, act: () => void): void => {
  for (let index = 0; index < count; index += 1) act();
};

const stops = (state: State, symbol: string, bars: readonly number[]): void => {
  for (const bar of bars) state.windows.stops.push({symbol, bar});
};

const FOREIGN: ForeignOrder = {venueOrderId: 'O-1', symbol: ETH, side: 'buy', quantity: '0.01', price: '1'};

const EDGES: readonly Edge[] = [
  {
    code: 'SYMBOL_NOT_ALLOWED',
    says: 'only a market of the run',
    passes: {order: {symbol: ETH}},
    denies: {order: {symbol: 'DOGE/USD'}},
  },
  {
    code: 'NOT_RECONCILED',
    says: 'only a reconciled run',
    passes: {},
    denies: {given: state => void (state.run !== null && (state.run.isReconciled = false))},
  },
  {
    code: 'NOT_RECONCILED',
    says: 'only a run that has not ended',
    passes: {},
    denies: {given: state => void (state.run !== null && (state.run.ended = 'stopped'))},
  },
  {code: 'NOT_RECONCILED', says: 'only with a run', passes: {}, denies: {given: state => void (state.run = null)}},
  {
    code: 'NOT_RECONCILED',
    says: 'only with settings',
    passes: {},
    denies: {given: state => void (state.settings = null)},
  },
  {
    code: 'TRADING_NOT_ACTIVE',
    says: 'nothing new while reducing',
    passes: {},
    denies: {given: state => void (state.trading.state = 'REDUCING')},
  },
  {
    code: 'TRADING_NOT_ACTIVE',
    says: 'nothing new while halted',
    passes: {},
    denies: {given: state => void (state.trading.state = 'HALTED')},
  },
  {
    code: 'FOREIGN_ORDERS',
    says: 'nothing new beside orders of others, where the settings want it so',
    passes: {given: state => void (state.account.foreign = [FOREIGN])},
    denies: {
      given: state => {
        state.account.foreign = [FOREIGN];
        if (state.settings === null) return;
        state.settings = {...state.settings, reconcile: {...state.settings.reconcile, foreignOrders: 'deny'}};
      },
    },
  },
  {
    code: 'DAILY_LOSS',
    says: 'stops at the reducing stage of the daily loss, not before',
    settings: {maxDailyLossShare: 0.02, reduceAtShare: 0.5},
    passes: {given: state => equityOf(state, '9900.01')},
    denies: {given: state => equityOf(state, '9900'), value: '100', limit: '100'},
  },
  {
    code: 'DRAWDOWN',
    says: 'stops at the reducing stage of the drawdown from the peak, not before',
    settings: {maxDrawdownShare: 0.2, reduceAtShare: 0.5},
    given: state => void (state.equity.peak = d('20000')),
    passes: {given: state => equityOf(state, '18000.01')},
    denies: {given: state => equityOf(state, '18000'), value: '2000', limit: '2000'},
  },
  {
    code: 'FEED_NOT_LIVE',
    says: 'only on a live feed',
    passes: {},
    denies: {given: state => change(state, BTC, {feed: 'lost'})},
  },
  {
    code: 'FEED_NOT_LIVE',
    says: 'not before the feed has come',
    passes: {},
    denies: {given: state => change(state, BTC, {feed: 'waiting'})},
  },
  {
    code: 'PRICE_UNKNOWN',
    says: 'only with a price',
    passes: {},
    denies: {given: state => change(state, BTC, {lastPrice: null})},
  },
  {
    code: 'STALE_FEED',
    says: 'on a price exactly as old as the limit, not older',
    settings: {maxFeedAgeMs: 1_000},
    passes: {given: state => change(state, BTC, {lastPriceTime: NOW - 1_000})},
    denies: {given: state => change(state, BTC, {lastPriceTime: NOW - 1_001}), value: '1001', limit: '1000'},
  },
  {
    code: 'STALE_FEED',
    says: 'on a decision exactly as old as the limit, not older',
    settings: {maxFeedAgeMs: 1_000},
    passes: {order: {time: NOW - 1_000}},
    denies: {order: {time: NOW - 1_001}, value: '1001', limit: '1000'},
  },
  {code: 'MISSING_EXIT_PLAN', says: 'only with an exit plan', passes: {}, denies: {order: {exitPlan: null}}},
  ...[0, -1, Number.NaN, Number.POSITIVE_INFINITY, 100].map(
    (stopDistance): Edge => ({
      code: 'MISSING_EXIT_PLAN',
      says: `no stop ${stopDistance} away from a price of 100`,
      passes: {order: {exitPlan: {stopDistance: 99.9, targetDistance: 1, trailingDistance: null, maxBars: 1}}},
      denies: {order: {exitPlan: {stopDistance, targetDistance: 1, trailingDistance: null, maxBars: 1}}},
    }),
  ),
  {
    code: 'MISSING_EXIT_PLAN',
    says: 'an end in time',
    passes: {},
    denies: {order: {exitPlan: {stopDistance: 5, targetDistance: 1, trailingDistance: null, maxBars: 0}}},
  },
  {
    code: 'QUANTITY_BELOW_MINIMUM',
    says: 'exactly the least quantity, not less',
    order: {referencePrice: d('400'), worstPrice: d('400')},
    given: state => change(state, BTC, {lastPrice: d('400')}),
    passes: {order: {quantity: d('0.02')}},
    denies: {order: {quantity: d('0.01')}, value: '0.01', limit: '0.02'},
  },
  {
    code: 'QUANTITY_BELOW_MINIMUM',
    says: 'never nothing, even where the venue names no minimum',
    given: state => {
      const market = state.markets.get(BTC)?.market;
      if (market !== undefined) change(state, BTC, {market: {...market, minQuantity: d('0'), minNotional: d('0')}});
    },
    passes: {order: {quantity: d('0.01')}},
    denies: {order: {quantity: d('0')}},
  },
  {
    code: 'QUANTITY_OFF_LOT',
    says: 'exact multiples of the lot',
    passes: {order: {quantity: d('1.01')}},
    denies: {order: {quantity: d('1.015')}, value: '1.015', limit: '0.01'},
  },
  {
    code: 'NOTIONAL_BELOW_MINIMUM',
    says: 'exactly the least notional, not less',
    passes: {order: {quantity: d('0.05')}},
    denies: {order: {quantity: d('0.04')}, value: '4', limit: '5'},
  },
  {
    code: 'NOTIONAL_BELOW_MINIMUM',
    says: 'the least notional at the lower of its prices',
    order: {quantity: d('0.05'), side: 'sell'},
    passes: {order: {worstPrice: d('100')}},
    denies: {order: {worstPrice: d('99.5')}, value: '4.975', limit: '5'},
  },
  {
    code: 'PRICE_OFF_TICK',
    says: 'limit prices on the tick grid',
    order: {type: 'limit'},
    passes: {order: {worstPrice: d('100.5')}},
    denies: {order: {worstPrice: d('100.3')}, value: '100.3', limit: '0.5'},
  },
  {
    code: 'PRICE_COLLAR_EXCEEDED',
    says: 'a worst price exactly at the collar above, not beyond',
    settings: {priceCollarShare: 0.01},
    passes: {order: {worstPrice: d('101')}},
    denies: {order: {worstPrice: d('101.5')}, value: '1.5', limit: '1'},
  },
  {
    code: 'PRICE_COLLAR_EXCEEDED',
    says: 'a worst price exactly at the collar below, not beyond',
    settings: {priceCollarShare: 0.01},
    order: {side: 'sell'},
    passes: {order: {worstPrice: d('99')}},
    denies: {order: {worstPrice: d('98.5')}, value: '1.5', limit: '1'},
  },
  {
    code: 'ORDER_NOTIONAL_EXCEEDED',
    says: 'exactly the largest order, not more',
    settings: {maxOrderShare: 0.01},
    passes: {order: {quantity: d('1')}},
    denies: {order: {quantity: d('1.01')}, value: '101', limit: '100'},
  },
  {
    code: 'ORDER_NOTIONAL_EXCEEDED',
    says: 'the largest order at the worst of its prices',
    settings: {maxOrderShare: 0.01},
    passes: {order: {worstPrice: d('99.5')}},
    denies: {order: {worstPrice: d('100.5')}, value: '100.5', limit: '100'},
  },
  {
    code: 'VOLUME_SHARE_EXCEEDED',
    says: "exactly the share of the last bar's volume, not more",
    settings: {maxVolumeShare: 0.001},
    passes: {order: {quantity: d('1')}},
    denies: {order: {quantity: d('1.01')}, value: '1.01', limit: '1'},
  },
  {
    code: 'VOLUME_SHARE_EXCEEDED',
    says: 'nothing before the first bar',
    passes: {},
    denies: {given: state => change(state, BTC, {lastCandle: null}), limit: '0'},
  },
  {
    code: 'OPPOSITE_EXPOSURE',
    says: 'no buy against a short, even with stacking',
    passes: {given: state => hold(state, ETH, '-1')},
    denies: {given: state => hold(state, BTC, '-1'), value: '1', limit: '0'},
  },
  {
    code: 'OPPOSITE_EXPOSURE',
    says: 'no buy against an entry to sell in flight',
    passes: {given: state => void inFlight(state, 'sell', '1', {limitPrice: '110', symbol: ETH})},
    denies: {given: state => void inFlight(state, 'sell', '1', {limitPrice: '110'}), value: '1'},
  },
  {
    code: 'ALREADY_IN_MARKET',
    says: 'nothing on top of a position',
    settings: {allowStacking: false},
    passes: {given: state => hold(state, ETH, '1')},
    denies: {given: state => hold(state, BTC, '1'), value: '1', limit: '0'},
  },
  {
    code: 'ALREADY_IN_MARKET',
    says: 'nothing on top of an entry in flight, be it UNKNOWN',
    settings: {allowStacking: false},
    passes: {given: state => void inFlight(state, 'buy', '1', {symbol: ETH}, 'UNKNOWN')},
    denies: {given: state => void inFlight(state, 'buy', '1', {}, 'UNKNOWN'), value: '1', limit: '0'},
  },
  {
    code: 'SPOT_NO_SHORT',
    says: 'no spot sell without holdings, while margin may',
    order: {side: 'sell'},
    passes: {},
    denies: {
      given: state => {
        const market = state.markets.get(BTC)?.market;
        if (market !== undefined) change(state, BTC, {market: {...market, kind: 'spot'}});
      },
      value: '1',
      limit: '0',
    },
  },
  {
    code: 'EXPOSURE_UNPRICED',
    says: 'nothing while something in flight has no price',
    passes: {given: state => void inFlight(state, 'buy', '1', {symbol: 'OLD/USD', limitPrice: '1'})},
    denies: {
      given: state => {
        const order = inFlight(state, 'buy', '1', {symbol: 'OLD/USD', type: 'market'});
        const {limitPrice: _limitPrice, ...intent} = order.intent;
        state.orders.set(intent.clientOrderId, {...order, intent});
      },
    },
  },
  {
    code: 'MAX_POSITION_EXCEEDED',
    says: 'exactly the largest position with all in flight, not more',
    settings: {maxPositionShare: 0.04},
    given: state => {
      hold(state, BTC, '1');
      inFlight(state, 'buy', '1');
      inFlight(state, 'buy', '1', {}, 'UNKNOWN');
    },
    passes: {order: {quantity: d('1')}},
    denies: {order: {quantity: d('1.01')}, value: '401', limit: '400'},
  },
  {
    code: 'MAX_POSITION_EXCEEDED',
    says: 'in flight at the worse of limit and mark',
    settings: {maxPositionShare: 0.02},
    passes: {given: state => void inFlight(state, 'buy', '1', {limitPrice: '90'})},
    denies: {given: state => void inFlight(state, 'buy', '1', {limitPrice: '101'}), value: '201', limit: '200'},
  },
  {
    code: 'MAX_POSITION_EXCEEDED',
    says: 'only what an order in flight may still fill',
    settings: {maxPositionShare: 0.02},
    passes: {given: state => void (inFlight(state, 'buy', '3').filled = d('2'))},
    denies: {given: state => void (inFlight(state, 'buy', '3').filled = d('1.99')), value: '201', limit: '200'},
  },
  {
    code: 'MAX_GROSS_EXCEEDED',
    says: 'exactly the largest gross, longs and shorts together, not more',
    settings: {maxGrossShare: 0.03},
    given: state => hold(state, ETH, '-2'),
    passes: {order: {quantity: d('1')}},
    denies: {order: {quantity: d('1.01')}, value: '301', limit: '300'},
  },
  {
    code: 'MAX_NET_EXCEEDED',
    says: 'exactly the largest net, not more, and a hedge in another market uses none of it',
    settings: {maxNetShare: 0.03},
    given: state => hold(state, ETH, '2'),
    passes: {order: {side: 'sell', quantity: d('3')}},
    denies: {order: {quantity: d('1.01')}, value: '301', limit: '300'},
  },
  {
    code: 'INSUFFICIENT_CASH',
    says: 'exactly the cash, fee included, not a cent less',
    kind: 'spot',
    passes: {given: state => void (state.cash = d('101'))},
    denies: {given: state => void (state.cash = d('100.99')), value: '101', limit: '100.99'},
  },
  {
    code: 'INSUFFICIENT_CASH',
    says: 'the cash after the buys in flight with their fees',
    kind: 'spot',
    given: state => void inFlight(state, 'buy', '2', {symbol: ETH}),
    passes: {given: state => void (state.cash = d('303'))},
    denies: {given: state => void (state.cash = d('302.99')), value: '101', limit: '100.99'},
  },
  {
    code: 'DAILY_TURNOVER_EXCEEDED',
    says: 'exactly the turnover of a day with all in flight, not more',
    settings: {maxDailyTurnover: 0.05},
    given: state => {
      state.windows.turnover = d('300');
      inFlight(state, 'sell', '1', {symbol: ETH});
    },
    passes: {order: {quantity: d('1')}},
    denies: {order: {quantity: d('1.01')}, value: '501', limit: '500'},
  },
  {
    code: 'SLIPPAGE_BUDGET_EXCEEDED',
    says: 'slippage exactly at the budget, not more',
    settings: {maxSlippageShare: 0.01},
    given: state => void state.windows.slippage.push({time: NOW - 10, amount: d('60')}),
    passes: {given: state => void state.windows.slippage.push({time: NOW, amount: d('40')})},
    denies: {
      given: state => void state.windows.slippage.push({time: NOW, amount: d('40.01')}),
      value: '100.01',
      limit: '100',
    },
  },
  {
    code: 'SLIPPAGE_BUDGET_EXCEEDED',
    says: 'slippage that has just left the window',
    settings: {maxSlippageShare: 0.01, slippageWindowMs: 1_000},
    passes: {given: state => void state.windows.slippage.push({time: NOW - 1_000, amount: d('101')})},
    denies: {given: state => void state.windows.slippage.push({time: NOW - 999, amount: d('101')}), value: '101'},
  },
  {
    code: 'DUPLICATE_ORDER',
    says: 'the same market order again once the window has passed',
    passes: {given: state => void submitted(state, 2_000)},
    denies: {given: state => void submitted(state, 1_999), value: '1', limit: '0'},
  },
  ...(['symbol', 'side', 'quantity', 'purpose'] as const).map(
    (field): Edge => ({
      code: 'DUPLICATE_ORDER',
      says: `an order that differs in its ${field}`,
      passes: {given: state => void submitted(state, 0, {[field]: 'other'})},
      denies: {given: state => void submitted(state, 0)},
    }),
  ),
  {
    code: 'DUPLICATE_ORDER',
    says: 'the same limit order at another price',
    order: {type: 'limit'},
    passes: {given: state => void submitted(state, 0, {price: '100.5'})},
    denies: {given: state => void submitted(state, 0)},
  },
  {
    code: 'DUPLICATE_ORDER',
    says: 'no second market order only because its collar moved',
    passes: {},
    denies: {given: state => void submitted(state, 0, {price: '100.5'})},
  },
  {
    code: 'ORDERS_PER_SECOND_EXCEEDED',
    says: 'exactly as many entries a second as allowed',
    settings: {maxOrdersPerSecond: 3},
    passes: {given: state => times(2, () => submitted(state, 999, {symbol: ETH}))},
    denies: {given: state => times(3, () => submitted(state, 999, {symbol: ETH})), value: '4', limit: '3'},
  },
  {
    code: 'ORDERS_PER_SECOND_EXCEEDED',
    says: 'entries whatever the exits, which have a budget of their own',
    settings: {maxOrdersPerSecond: 3},
    passes: {given: state => times(9, () => submitted(state, 0, {symbol: ETH, purpose: 'exit'}))},
    denies: {given: state => times(9, () => submitted(state, 0, {symbol: ETH})), value: '10', limit: '3'},
  },
  {
    code: 'ORDERS_PER_MINUTE_EXCEEDED',
    says: 'exactly as many entries a minute as allowed',
    settings: {maxOrdersPerMinute: 3},
    passes: {
      given: state => {
        submitted(state, 60_000);
        times(2, () => submitted(state, 59_999));
      },
    },
    denies: {given: state => times(3, () => submitted(state, 59_999)), value: '4', limit: '3'},
  },
  {
    code: 'REPEATED_EXECUTION',
    says: 'exactly as many repeats in the window as allowed',
    settings: {maxRepeats: 2},
    passes: {given: state => times(1, () => submitted(state, 599_999))},
    denies: {given: state => times(2, () => submitted(state, 599_999)), value: '3', limit: '2'},
  },
  ...(['strategy', 'symbol', 'side'] as const).map(
    (field): Edge => ({
      code: 'REPEATED_EXECUTION',
      says: `what differs in its ${field}`,
      settings: {maxRepeats: 1},
      passes: {given: state => void submitted(state, 5_000, {[field]: 'other'})},
      denies: {given: state => void submitted(state, 5_000)},
    }),
  ),
  {
    code: 'TRADES_PER_DAY_EXCEEDED',
    says: 'exactly as many trades a day as allowed: closed, open and in flight',
    settings: {maxTradesPerDay: 5},
    given: state => {
      hold(state, ETH, '1');
      inFlight(state, 'buy', '1', {symbol: ETH});
    },
    passes: {given: state => void (state.windows.tradesToday = 2)},
    denies: {given: state => void (state.windows.tradesToday = 3), value: '6', limit: '5'},
  },
  {
    code: 'MARKET_LOCKED',
    says: 'one losing exit short of a streak',
    passes: {given: state => stops(state, BTC, [77, 90, 99])},
    denies: {given: state => stops(state, BTC, [77, 90, 98, 99]), value: '4', limit: '4'},
  },
  {
    code: 'MARKET_LOCKED',
    says: 'once the cooldown is over',
    passes: {given: state => stops(state, BTC, [90, 91, 95, 96])},
    denies: {given: state => stops(state, BTC, [90, 91, 95, 97]), value: '4', limit: '4'},
  },
  {
    code: 'MARKET_LOCKED',
    says: 'once the streak has left the window',
    passes: {given: state => stops(state, BTC, [76, 90, 98, 99])},
    denies: {given: state => stops(state, BTC, [77, 90, 98, 99])},
  },
  {
    code: 'LOSS_STREAK',
    says: 'one losing exit short of a streak over all markets',
    given: state => stops(state, ETH, [97, 98]),
    passes: {given: state => stops(state, BTC, [99])},
    denies: {given: state => stops(state, BTC, [98, 99]), value: '4', limit: '4'},
  },
  {
    code: 'SELF_TRADE',
    says: 'what stays short of an own resting order; oppositeExposure is asked earlier, so only an exit rests here',
    passes: {
      order: {worstPrice: d('100')},
      given: state => void inFlight(state, 'sell', '1', {limitPrice: '100.5', reduceOnly: true, purpose: 'exit'}),
    },
    denies: {
      order: {worstPrice: d('100.5')},
      given: state => void inFlight(state, 'sell', '1', {limitPrice: '100.5', reduceOnly: true, purpose: 'exit'}),
      value: '100.5',
      limit: '100.5',
    },
  },
  {
    code: 'SELF_TRADE',
    says: 'the mirror: a sell above an own resting buy',
    order: {side: 'sell'},
    passes: {given: state => void inFlight(state, 'buy', '1', {limitPrice: '99.5', reduceOnly: true, purpose: 'exit'})},
    denies: {given: state => void inFlight(state, 'buy', '1', {limitPrice: '100', reduceOnly: true, purpose: 'exit'})},
  },
  {
    code: 'SELF_TRADE',
    says: 'what crosses only an own protective target',
    passes: {given: state => void inFlight(state, 'sell', '1', {reduceOnly: true, purpose: 'target'})},
    denies: {given: state => void inFlight(state, 'sell', '1', {reduceOnly: true, purpose: 'exit'})},
  },
  {
    code: 'SELF_TRADE',
    says: 'what meets an own order that does not rest in the book',
    passes: {given: state => void inFlight(state, 'sell', '1', {type: 'market', reduceOnly: true, purpose: 'exit'})},
    denies: {given: state => void inFlight(state, 'sell', '1', {reduceOnly: true, purpose: 'exit'}, 'UNKNOWN')},
  },
  {
    code: 'REDUCE_ONLY_EXCEEDS_POSITION',
    says: 'exactly what is held, not more',
    order: {side: 'sell', reduceOnly: true, exitPlan: null},
    given: state => hold(state, BTC, '1'),
    passes: {order: {quantity: d('1')}},
    denies: {order: {quantity: d('1.01')}, value: '1.01', limit: '1'},
  },
  {
    code: 'REDUCE_ONLY_EXCEEDS_POSITION',
    says: 'something, not nothing',
    order: {side: 'sell', reduceOnly: true, exitPlan: null},
    given: state => hold(state, BTC, '1'),
    passes: {order: {quantity: d('0.01')}},
    denies: {order: {quantity: d('0')}},
  },
  {
    code: 'REDUCE_ONLY_EXCEEDS_POSITION',
    says: 'what an entry in flight may yet open, in the direction that closes it',
    order: {reduceOnly: true, exitPlan: null},
    given: state => void inFlight(state, 'sell', '1', {}, 'UNKNOWN'),
    passes: {order: {side: 'buy'}},
    denies: {order: {side: 'sell'}, value: '1', limit: '0'},
  },
];

const ask = (edge: Edge, end: Edge['passes']) => {
  const state = world(edge.settings, edge.kind);
  edge.given?.(state);
  end.given?.(state);

  return checkOrder(proposal({...edge.order, ...end.order}), state);
};

describe('each rule at its boundary', () => {
  it.each(EDGES.map(edge => [edge.code, edge.says, edge] as const))('%s: allows %s', (_code, _says, edge) => {
    const passed = ask(edge, edge.passes);
    expect(passed.denial).toBeNull();
    expect(passed.gates).toContainEqual(expect.objectContaining({code: edge.code, passed: true}));

    const denied = ask(edge, edge.denies);
    expect(denied.denial).toMatchObject({code: edge.code, passed: false});
    expect(denied.gates.at(-1)).toEqual(denied.denial);
    if (edge.denies.value !== undefined) expect(denied.denial?.value).toBe(edge.denies.value);
    if (edge.denies.limit !== undefined) expect(denied.denial?.limit).toBe(edge.denies.limit);
  });

  it('reaches every code of the closed list', () => {
    expect(new Set(EDGES.map(edge => edge.code))).toEqual(new Set(DENIAL_CODES));
  });
});

describe('the register', () => {
  const folder = new URL('../../core/risk/rules/', import.meta.url);
  const files = readdirSync(folder).filter(file => file !== 'index.ts');

  it('holds every rule of the folder once, by its file name', () => {
    const registered = [...ENTRY_RULES, reconciled, reduceOnly, symbolAllowed].map(rule => rule.name);
    expect(registered.map(name => `${name}.ts`).toSorted()).toEqual(files.toSorted());
  });

  it('gives each rule a code of its own', () => {
    const check = checkOrder(proposal(), world());
    const codes = check.gates.map(gate => gate.code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set([...codes, 'REDUCE_ONLY_EXCEEDS_POSITION'])).toEqual(new Set(DENIAL_CODES));
  });
});
