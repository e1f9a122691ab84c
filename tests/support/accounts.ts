import type {MarketSpec} from '../../core/domain/Market.ts';
import type {RiskSettings, Settings} from '../../core/domain/Settings.ts';
import type {State} from '../../core/kernel/State.ts';
import type {RunIdentity} from '../../core/runtime/Bot.ts';
import {wide} from '../risk/world.ts';

export const SYMBOL = 'BTC/USD';
export const MINUTE = 60_000;
export const START = 1_700_000_040_000;

/** A margin market on fine grids; fees as a test wants them. */
export const marketSpec = (change: Partial<MarketSpec> = {}): MarketSpec => ({
  symbol: SYMBOL,
  base: 'BTC',
  quote: 'USD',
  kind: 'margin',
  tick: '0.01',
  lot: '0.001',
  minQuantity: '0.001',
  minNotional: '1',
  makerFee: '0.001',
  takerFee: '0.002',
  ...change,
});

/** An account of 10000 USD with limits so wide that only those a test narrows can refuse. */
export const accountSettings = (risk: Partial<RiskSettings> = {}): Settings => ({
  timeframe: '1m',
  accountCurrency: 'USD',
  openingCash: '10000',
  reconcile: {intervalMs: 60_000, onMismatch: 'reduce', roundingCash: '0.01', foreignOrders: 'count'},
  brain: {
    strategies: [],
    minConfidence: 0,
    patternMemory: {enabled: false, horizonBars: 1, neighbours: 1, capacity: 1, decay: 0, quarantineAfterLosses: 1},
    trai: {mode: 'passive', vetoBelow: 0},
  },
  risk: {...wide, allowStacking: false, lossStreak: 1_000, duplicateWindowMs: 0, ...risk},
});

/** The run after the one that the state knows. */
export const nextRun = ({run}: Readonly<State>): RunIdentity => ({
  epoch: (run?.epoch ?? 0) + 1,
  seed: 1,
  version: '0.0.0',
  commit: 'none',
  configHash: 'none',
  orderIdPrefix: 'T-',
  patternMemory: 'disabled',
});
