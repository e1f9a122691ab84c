import {type Decimal, decimal, multiply, ZERO} from '../../core/domain/Decimal.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';
import {readMarket} from '../../core/domain/Market.ts';
import type {OrderIntent, Side} from '../../core/domain/Order.ts';
import type {RiskSettings} from '../../core/domain/Settings.ts';
import {emptyState, type MarketState, type Order, type Position, type State} from '../../core/kernel/State.ts';
import type {ProposedOrder} from '../../core/risk/RiskManager.ts';

export const NOW = 1_700_000_000_000;
export const BTC = 'BTC/USD';
export const ETH = 'ETH/USD';

/** Limits wide enough that only the one a test narrows can refuse. */
export const wide: RiskSettings = {
  riskPerTrade: 0.01,
  maxOrderShare: 10,
  maxPositionShare: 10,
  maxGrossShare: 10,
  maxNetShare: 10,
  priceCollarShare: 0.5,
  maxSlippageShare: 1,
  slippageWindowMs: 3_600_000,
  maxDailyLossShare: 0.5,
  maxDrawdownShare: 0.5,
  reduceAtShare: 0.5,
  lossStreak: 4,
  lossStreakWindowBars: 24,
  cooldownBars: 4,
  maxOrdersPerSecond: 100,
  maxOrdersPerMinute: 1_000,
  maxRepeats: 1_000,
  repeatWindowMs: 600_000,
  maxTradesPerDay: 1_000,
  duplicateWindowMs: 2_000,
  maxFeedAgeMs: 15_000,
  maxVolumeShare: 1,
  maxDailyTurnover: 1_000,
  allowStacking: true,
  entryMaxBars: 2,
  maxNakedMs: 5_000,
  flattenOnBreaker: false,
};

const spec = (symbol: string, kind: 'spot' | 'margin'): MarketSpec => ({
  symbol,
  base: symbol.slice(0, 3),
  quote: 'USD',
  kind,
  tick: '0.5',
  lot: '0.01',
  minQuantity: '0.02',
  minNotional: '5',
  makerFee: '0.001',
  takerFee: '0.01',
});

export const marketState = (symbol: string, kind: 'spot' | 'margin'): MarketState => ({
  market: readMarket(spec(symbol, kind)),
  lastPrice: decimal('100'),
  lastPriceTime: NOW,
  lastCandle: {time: NOW - 60_000, open: 100, high: 100, low: 100, close: 100, volume: 1_000},
  bars: 100,
  feed: 'live',
  feedSince: NOW,
});

/** An account of 10000 USD in two markets at 100 USD, ready to trade. */
export const world = (settings: Partial<RiskSettings> = {}, kind: 'spot' | 'margin' = 'margin'): State => {
  const state = emptyState();
  const cash = decimal('10000');
  state.time = NOW;
  state.cash = cash;
  state.equity = {opening: cash, current: cash, dayStart: cash, day: 0, peak: cash, trough: cash, maxDrawdown: 0};
  state.markets.set(BTC, marketState(BTC, kind));
  state.markets.set(ETH, marketState(ETH, kind));
  state.run = {
    epoch: 1,
    seed: 1,
    version: '0.0.0',
    commit: 'none',
    configHash: 'none',
    venue: {name: 'sim', mode: 'paper', simulated: true, speed: 1},
    orderIdPrefix: 'T',
    startedTime: NOW,
    isReconciled: true,
    patternMemory: 'ready',
    ended: null,
  };
  state.settings = {
    timeframe: '1m',
    accountCurrency: 'USD',
    reconcile: {intervalMs: 60_000, onMismatch: 'reduce', roundingCash: '0.01', foreignOrders: 'count'},
    openingCash: '10000',
    brain: {
      strategies: [],
      minConfidence: 0,
      patternMemory: {
        enabled: false,
        horizonBars: 1,
        neighbours: 1,
        capacity: 1,
        decay: 0,
        quarantineAfterLosses: 1,
      },
      trai: {mode: 'passive', vetoBelow: 0},
    },
    risk: {...wide, ...settings},
  };

  return state;
};

/** A buy of one unit at 100 with a stop 5 away, unless told otherwise. */
export const proposal = (change: Partial<ProposedOrder> = {}): ProposedOrder => ({
  symbol: BTC,
  side: 'buy',
  type: 'market',
  quantity: decimal('1'),
  referencePrice: decimal('100'),
  worstPrice: decimal('100'),
  reduceOnly: false,
  strategy: 'twoPoleCross',
  time: NOW,
  exitPlan: {stopDistance: 5, targetDistance: 10, trailingDistance: null, maxBars: 50},
  ...change,
});

export const hold = (state: State, symbol: string, quantity: string): void => {
  const position: Position = {
    symbol,
    quantity: decimal(quantity),
    cost: multiply(decimal(quantity), decimal('100'), 'down'),
    peakQuantity: ZERO,
    entryNotional: ZERO,
    entryQuantity: ZERO,
    exitNotional: ZERO,
    exitQuantity: ZERO,
    fees: ZERO,
    realized: ZERO,
    openedSeq: 1,
    openedTime: NOW,
    strategy: 'twoPoleCross',
    decision: 1,
    barsHeld: 0,
    best: decimal('100'),
    worst: decimal('100'),
    levels: null,
    exiting: null,
  };
  state.positions.set(symbol, position);
};

/** Puts an order in flight; its leaves are `quantity`. */
export const inFlight = (
  state: State,
  side: Side,
  quantity: string,
  change: Partial<OrderIntent> = {},
  status: Order['status'] = 'OPEN',
): Order => {
  const intent: OrderIntent = {
    clientOrderId: `T${state.orders.size}`,
    symbol: BTC,
    side,
    type: 'limit',
    quantity,
    limitPrice: '100',
    reduceOnly: false,
    purpose: 'entry',
    strategy: 'twoPoleCross',
    decision: 1,
    ...change,
  };
  const order: Order = {
    intent,
    seq: 1,
    time: NOW,
    status,
    venueOrderId: null,
    quantity: decimal(quantity),
    stopPrice: intent.stopPrice === undefined ? null : decimal(intent.stopPrice),
    referencePrice: null,
    filled: ZERO,
    filledNotional: ZERO,
    fees: ZERO,
    executionIds: [],
    reason: null,
    isCancelRequested: false,
    exitPlan: null,
    bar: 0,
  };
  state.orders.set(intent.clientOrderId, order);

  return order;
};

/** Notes an entry of one unit as submitted `agoMs` before now. */
export const submitted = (state: State, agoMs: number, change: Partial<State['windows']['submissions'][number]> = {}) =>
  state.windows.submissions.push({
    time: NOW - agoMs,
    symbol: BTC,
    side: 'buy',
    strategy: 'twoPoleCross',
    quantity: '1',
    price: '100',
    purpose: 'entry',
    ...change,
  });

export const equityOf = (state: State, current: string): void => {
  state.equity.current = decimal(current);
};

/** A market with fields changed. */
export const change = (state: State, symbol: string, fields: Partial<MarketState>): void => {
  const known = state.markets.get(symbol);
  if (known !== undefined) state.markets.set(symbol, {...known, ...fields});
};

export const d = (text: string): Decimal => decimal(text);
