import type {Candle} from '../domain/Candle.ts';
import {type Decimal, ZERO} from '../domain/Decimal.ts';
import type {ExitPlan} from '../domain/Decision.ts';
import type {AnyEnvelope, ClosedTrade, Execution, ExitReason, HaltCode, VenueIdentity} from '../domain/Event.ts';
import type {ForeignOrder} from '../domain/ForeignOrder.ts';
import type {DecimalText, Market} from '../domain/Market.ts';
import type {OrderIntent, OrderStatus} from '../domain/Order.ts';
import type {Settings} from '../domain/Settings.ts';

/** Named limits of what the hot state keeps; older things are in the journal. */
export const LIMITS = {
  closedOrders: 200,
  fills: 200,
  trades: 200,
  decisions: 100,
  equityPoints: 1_000,
  alarms: 50,
  windowEntries: 1_000,
} as const;

/** An order as the journal knows it. */
export type Order = {
  readonly intent: OrderIntent;
  readonly seq: number;
  readonly time: number;
  status: OrderStatus;
  venueOrderId: string | null;
  /** Present size and trigger: amendments change them. */
  quantity: Decimal;
  stopPrice: Decimal | null;
  /** Last price when it was submitted: slippage is measured from it. */
  readonly referencePrice: Decimal | null;
  filled: Decimal;
  /** Sum of price x quantity of the fills. */
  filledNotional: Decimal;
  fees: Decimal;
  executionIds: string[];
  reason: string | null;
  /** Barred from a second request while one is under way. */
  isCancelRequested: boolean;
  /** Why a cancel was wanted that the venue refused: it is wanted again on the next candle. */
  refusedCancel?: string;
  /** What the venue was asked to make of it and has not: no second question before the answer, or before the next candle. */
  asked?: {readonly quantity: Decimal; readonly stopPrice: Decimal | null};
  /** The line that showed it alive after its end, and what it was then. */
  late?: {readonly seq: number; readonly was: OrderStatus};
  /** The line that the order table does not allow: it changed nothing. */
  illegalSeq?: number;
  readonly exitPlan: ExitPlan | null;
  /** Bar count of its market when it was submitted. */
  readonly bar: number;
};

/** Levels of a position, frozen at its first fill; only a trailing stop moves, and only in its favour. */
export type ExitLevels = {
  stop: Decimal;
  readonly target: Decimal;
  readonly trailingDistance: Decimal | null;
  readonly maxBars: number;
  /** Where the stop stood first: the trade's risk, R, is measured from it. */
  readonly initialStop: Decimal;
};

/** An open position: signed quantity, exact cost, and the plan to leave it. */
export type Position = {
  readonly symbol: string;
  /** Above zero is long, below zero short. */
  quantity: Decimal;
  /** Signed notional paid for what is still held; average entry = cost / quantity. */
  cost: Decimal;
  /** Largest absolute quantity, with its notional and the notional of the exits, for the closing report. */
  peakQuantity: Decimal;
  entryNotional: Decimal;
  entryQuantity: Decimal;
  exitNotional: Decimal;
  exitQuantity: Decimal;
  fees: Decimal;
  realized: Decimal;
  readonly openedSeq: number;
  readonly openedTime: number;
  readonly strategy: string;
  readonly decision: number;
  barsHeld: number;
  best: Decimal;
  worst: Decimal;
  /** Null for a position that no plan of ours opened. */
  levels: ExitLevels | null;
  exiting: ExitReason | null;
};

export type MarketState = {
  readonly market: Market;
  lastPrice: Decimal | null;
  lastPriceTime: number;
  /** Of the finest timeframe. */
  lastCandle: Candle | null;
  /** Closed candles of this run that were not history. */
  bars: number;
  feed: 'waiting' | 'live' | 'lost';
  feedSince: number;
};

export type Funnel = {bars: number; signals: number; pastBrain: number; pastRisk: number; sent: number; filled: number};

/** Start, day and peak bases of the breaker. */
export type EquityTrack = {
  /** What was put in: the opening, and what others paid in or took out since. */
  opening: Decimal;
  current: Decimal;
  dayStart: Decimal;
  day: number;
  peak: Decimal;
  /** Lowest since the peak. */
  trough: Decimal;
  maxDrawdown: number;
};

export type TradingState = 'ACTIVE' | 'REDUCING' | 'HALTED';

/** Equity at a time, and its highest until then. */
export type EquityPoint = {readonly time: number} & Readonly<Pick<EquityTrack, 'current' | 'peak'>>;

/** Recent happenings that the windowed risk rules count; each is bounded by LIMITS.windowEntries. */
export type RiskWindows = {
  /** Time, market, side and strategy of every submitted order of ours. */
  submissions: {
    time: number;
    symbol: string;
    side: string;
    strategy: string;
    quantity: DecimalText;
    price: string;
    purpose: string;
  }[];
  /** Adverse slippage of fills against the price at decision, in account currency. */
  slippage: {time: number; amount: Decimal}[];
  /** Notional filled since the day began. */
  turnover: Decimal;
  /** Trades closed since the day began. */
  tradesToday: number;
  /** Losing exits in a row, and the bar count of the market when the last one closed. */
  stops: {symbol: string; bar: number}[];
};

/** Everything that the bot knows: the fold of its journal by `evolve`, and nothing else. */
export type State = {
  seq: number;
  time: number;
  run: {
    epoch: number;
    seed: number;
    version: string;
    commit: string;
    configHash: string;
    venue: VenueIdentity;
    orderIdPrefix: string;
    orderIdSalt?: string;
    startedTime: number;
    isReconciled: boolean;
    patternMemory: 'ready' | 'disabled' | 'unreadable';
    ended: string | null;
  } | null;
  settings: Settings | null;
  markets: Map<string, MarketState>;
  /** Orders that are not final. */
  orders: Map<string, Order>;
  /** Latest final orders, oldest first. */
  closedOrders: Order[];
  positions: Map<string, Position>;
  cash: Decimal;
  /** Assets that were in the account before the bot was, by name: never ours to sell, no part of equity. Null until the books first agreed. */
  baseline: Map<string, Decimal> | null;
  account: {
    /** How often the venue's private side was lost in this run. */
    generation: number;
    /** Why it is lost; null while it is heard. */
    lost: string | null;
    /** Where the books last differed from the venue's, and the line that says so; empty once they agree. */
    differences: readonly string[];
    differSeq: number;
    /** Orders of others on the account. */
    foreign: readonly ForeignOrder[];
    /** Paid in or taken out by others since the opening, in account currency. */
    transfers: Decimal;
    /** The line that last changed an order, a position or the cash. */
    seq: number;
  };
  feesPaid: Decimal;
  realized: Decimal;
  equity: EquityTrack;
  equityCurve: EquityPoint[];
  trading: {
    state: TradingState;
    code: HaltCode | null;
    value: DecimalText | null;
    limit: DecimalText | null;
    reason: string;
    since: number;
    seq: number;
  };
  funnel: Funnel;
  /** How often each reason stopped a trade. */
  denials: Map<string, number>;
  windows: RiskWindows;
  /** Latest of each, oldest first. */
  decisions: Extract<AnyEnvelope, {type: 'DecisionMade'}>[];
  fills: {seq: number; time: number; fill: Execution}[];
  trades: {seq: number; time: number; trade: ClosedTrade}[];
  alarms: {seq: number; time: number; code: string; text: string}[];
};

export const emptyState = (): State => ({
  seq: 0,
  time: 0,
  run: null,
  settings: null,
  markets: new Map(),
  orders: new Map(),
  closedOrders: [],
  positions: new Map(),
  cash: ZERO,
  baseline: null,
  account: {generation: 0, lost: null, differences: [], differSeq: 0, foreign: [], transfers: ZERO, seq: 0},
  feesPaid: ZERO,
  realized: ZERO,
  equity: {opening: ZERO, current: ZERO, dayStart: ZERO, day: -1, peak: ZERO, trough: ZERO, maxDrawdown: 0},
  equityCurve: [],
  trading: {state: 'ACTIVE', code: null, value: null, limit: null, reason: '', since: 0, seq: 0},
  funnel: {bars: 0, signals: 0, pastBrain: 0, pastRisk: 0, sent: 0, filled: 0},
  denials: new Map(),
  windows: {submissions: [], slippage: [], turnover: ZERO, tradesToday: 0, stops: []},
  decisions: [],
  fills: [],
  trades: [],
  alarms: [],
});
