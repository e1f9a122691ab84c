import type {AccountInputData} from './AccountEvents.ts';
import type {Candle, Timeframe} from './Candle.ts';
import type {Gate, Judgement} from './Decision.ts';
import type {Envelope} from './Envelope.ts';
import type {DecimalText, MarketRules, MarketSpec} from './Market.ts';
import type {OrderIntent, OrderPurpose, Side} from './Order.ts';
import type {Settings} from './Settings.ts';

/** Who the bot trades with, as the loaded adapter proves it. */
export type VenueIdentity = {
  /** `sim`, `replay`, `kraken`, … */
  readonly name: string;
  readonly mode: 'paper' | 'live';
  /** True when the prices are made up. */
  readonly simulated: boolean;
  /** Market time per real time; null is as fast as possible. */
  readonly speed: number | null;
  /** Whether the venue itself cancels the target when the stop fills; where it does not, the bot watches the target. */
  readonly oneCancelsOther?: boolean;
};

/** Something a venue executed of one order. */
export type Execution = {
  readonly clientOrderId: string;
  /** Unique at the venue: a fill is applied once, whatever the source and the order of arrival. */
  readonly executionId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly price: DecimalText;
  readonly quantity: DecimalText;
  readonly fee: DecimalText;
  readonly feeAsset: string;
  readonly liquidity: 'maker' | 'taker';
  /** What proves a paper fill, and under which version of the fill model; `venue` for real ones. */
  readonly evidence: {readonly kind: 'book' | 'trade' | 'bar' | 'venue'; readonly model: string};
};

/** What the edge tells the kernel. Nothing else can change what the bot knows. */
export type InputData = AccountInputData & {
  RunStarted: {
    readonly epoch: number;
    readonly seed: number;
    readonly version: string;
    readonly commit: string;
    readonly configHash: string;
    readonly venue: VenueIdentity;
    readonly markets: readonly MarketSpec[];
    readonly settings: Settings;
    /** With it begins every client order id of this journal. */
    readonly orderIdPrefix: string;
    /** Comes after the prefix; drawn at each start, so that not even a journal put back from a backup gives a name a second time. */
    readonly orderIdSalt?: string;
    /** `unreadable` keeps the brain from entering until memory is rebuilt. */
    readonly patternMemory: 'ready' | 'disabled' | 'unreadable';
    /** A run that begins where an earlier one stopped goes on with its account. */
    readonly resumed: boolean;
  };
  CandleClosed: {
    readonly symbol: string;
    readonly timeframe: Timeframe;
    readonly candle: Candle;
    /** Warm-up: indicators learn from it, nobody decides on it. */
    readonly history?: true;
    /** No trade fell into the bucket: a flat bar at the previous close. */
    readonly flat?: true;
    /** The feed had a gap inside, or a single trade of it stands alone: no decision on it. */
    readonly suspect?: true;
  };
  /** A trade came after its bar had closed: what the bar would have been. The closed bar stays as it was. */
  CandleRevised: {readonly symbol: string; readonly timeframe: Timeframe; readonly candle: Candle};
  /** The venue changed increments or minimums: orders from here on keep to them. */
  MarketChanged: MarketRules;
  PriceMoved: {readonly symbol: string; readonly price: DecimalText};
  FeedLost: {readonly symbol: string; readonly reason: string; readonly ageMs: number};
  FeedRestored: {readonly symbol: string};
  OrderAccepted: {readonly clientOrderId: string; readonly venueOrderId: string};
  OrderFilled: Execution;
  OrderRejected: {readonly clientOrderId: string; readonly code: string; readonly reason: string};
  OrderCanceled: {readonly clientOrderId: string; readonly reason: string};
  CancelRejected: {readonly clientOrderId: string; readonly reason: string};
  OrderAmended: {readonly clientOrderId: string; readonly quantity: DecimalText; readonly stopPrice?: DecimalText};
  /** `forgotten`: the venue had accepted it, and now knows nothing of it. */
  OrderOutcomeUnknown: {readonly clientOrderId: string; readonly reason: string; readonly forgotten?: true};
  /** An order of unknown outcome never reached the venue, or is gone from it: two sources say so after its last moment. */
  OrderProvenAbsent: {readonly clientOrderId: string; readonly reason: string};
  /** A person's word that an order of unknown outcome is gone: taken where the venue does not say it. */
  OrderWrittenOff: {readonly clientOrderId: string; readonly reason: string; readonly by: string};
  /** A position has had no stop at the venue and nobody to watch over it for longer than is allowed. */
  PositionNaked: {readonly symbol: string; readonly nakedMs: number};
  OperatorCommanded: {readonly name: 'halt' | 'resume' | 'flatten'; readonly reason: string; readonly by: string};
  /** Shapes from a memory file of another journal, so that a replay knows them too. */
  PatternsImported: {readonly source: string; readonly memory: unknown};
  ParametersPromoted: {
    readonly strategy: string;
    readonly params: Readonly<Record<string, number>>;
    readonly by: string;
  };
  TimeAdvanced: Record<string, never>;
  RunEnded: {readonly reason: string};
};

/** A trade from its first fill to flat. */
export type ClosedTrade = {
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly strategy: string;
  /** Largest quantity held. */
  readonly quantity: DecimalText;
  readonly entryPrice: DecimalText;
  readonly exitPrice: DecimalText;
  readonly entryTime: number;
  readonly exitTime: number;
  readonly grossPnl: DecimalText;
  readonly fees: DecimalText;
  readonly netPnl: DecimalText;
  readonly exitReason: ExitReason;
  readonly barsHeld: number;
  /** Best and worst open result on the way, per unit of price. */
  readonly favorableExcursion: DecimalText;
  readonly adverseExcursion: DecimalText;
  /** Seq of the decision that opened it. */
  readonly decision: number;
};

export type ExitReason =
  | 'stop'
  | 'target'
  | 'trailing'
  | 'maxBars'
  | 'operator'
  | 'breaker'
  | 'unprotected'
  | 'external';

export type HaltCode = 'OPERATOR' | 'DAILY_LOSS' | 'DRAWDOWN' | 'OVERFILL' | 'LATE_EVIDENCE' | 'ACCOUNT_DIFFERS';

/** What the kernel answers, each line caused by one input. */
export type DerivedData = {
  DecisionMade: Judgement & {
    readonly symbol: string;
    readonly timeframe: Timeframe;
    /** Open time of the closed candle that was judged. */
    readonly candleTime: number;
    readonly close: number;
    readonly verdict: 'hold' | 'enter' | 'denied';
    readonly side: Side | null;
    /** The risk gates of the intended order in their order; empty when the brain holds. */
    readonly gates: readonly Gate[];
  };
  OrderDenied: {
    readonly symbol: string;
    readonly side: Side;
    readonly purpose: OrderPurpose;
    readonly strategy: string;
    readonly decision: number;
    readonly code: string;
    readonly value: DecimalText | null;
    readonly limit: DecimalText | null;
  };
  OrderSubmitted: OrderIntent & {
    /** Distances of the exit plan, for entries. */
    readonly exitPlan?: Judgement['signals'][number]['exitPlan'];
  };
  CancelRequested: {readonly clientOrderId: string; readonly reason: string};
  AmendRequested: {readonly clientOrderId: string; readonly quantity: DecimalText; readonly stopPrice?: DecimalText};
  /** The exit levels, frozen at the first fill. */
  PositionOpened: {
    readonly symbol: string;
    readonly side: 'long' | 'short';
    readonly stop: DecimalText;
    readonly target: DecimalText;
    readonly trailingDistance: DecimalText | null;
    readonly maxBars: number;
    readonly strategy: string;
    readonly decision: number;
  };
  /** A trailing stop followed the price; it never moves back. */
  StopTrailed: {readonly symbol: string; readonly stop: DecimalText};
  ExitStarted: {readonly symbol: string; readonly reason: ExitReason};
  PositionClosed: ClosedTrade;
  PatternLearned: {
    readonly symbol: string;
    readonly decision: number;
    readonly side: 'long' | 'short';
    readonly netPnl: DecimalText;
  };
  TradingHalted: {
    readonly code: HaltCode;
    readonly value: DecimalText | null;
    readonly limit: DecimalText | null;
    readonly reason: string;
  };
  TradingReduced: {
    readonly code: HaltCode;
    readonly value: DecimalText | null;
    readonly limit: DecimalText | null;
    readonly reason: string;
  };
  TradingResumed: {readonly reason: string};
  /** Something that must not happen did; the state keeps the truth and a person must look. */
  AlarmRaised: {readonly code: string; readonly text: string};
};

export type InputType = keyof InputData;
export type DerivedType = keyof DerivedData;
type AllData = InputData & DerivedData;
export type EventType = keyof AllData;

/** An event that has no number yet. */
export type Draft<Type extends EventType = EventType> = {
  [T in Type]: {readonly type: T; readonly data: AllData[T]};
}[Type];
export type InputDraft = Draft<InputType>;
export type DerivedDraft = Draft<DerivedType>;

/** Every line that can stand in a journal. */
export type AnyEnvelope = {[T in EventType]: Envelope<T, AllData[T]>}[EventType];
export type EnvelopeOf<Type extends EventType> = Envelope<Type, AllData[Type]>;

const INPUT_TYPES: Readonly<Record<InputType, true>> = {
  RunStarted: true,
  CandleClosed: true,
  CandleRevised: true,
  MarketChanged: true,
  PriceMoved: true,
  FeedLost: true,
  FeedRestored: true,
  OrderAccepted: true,
  OrderFilled: true,
  OrderRejected: true,
  OrderCanceled: true,
  CancelRejected: true,
  OrderAmended: true,
  OrderOutcomeUnknown: true,
  OrderProvenAbsent: true,
  OrderWrittenOff: true,
  AccountLost: true,
  AccountDiffered: true,
  AccountAdjusted: true,
  ForeignOrdersSeen: true,
  StrayOrderFound: true,
  BalanceReported: true,
  AccountOpened: true,
  Reconciled: true,
  PositionNaked: true,
  OperatorCommanded: true,
  PatternsImported: true,
  ParametersPromoted: true,
  TimeAdvanced: true,
  RunEnded: true,
};

const DERIVED_TYPES: Readonly<Record<DerivedType, true>> = {
  DecisionMade: true,
  OrderDenied: true,
  OrderSubmitted: true,
  CancelRequested: true,
  AmendRequested: true,
  PositionOpened: true,
  StopTrailed: true,
  ExitStarted: true,
  PositionClosed: true,
  PatternLearned: true,
  TradingHalted: true,
  TradingReduced: true,
  TradingResumed: true,
  AlarmRaised: true,
};

/** Every type of line, inputs first. */
export const EVENT_TYPES: readonly string[] = [...Object.keys(INPUT_TYPES), ...Object.keys(DERIVED_TYPES)];

export const isEventType = (name: string): name is EventType =>
  Object.hasOwn(INPUT_TYPES, name) || Object.hasOwn(DERIVED_TYPES, name);

export const isInput = (envelope: AnyEnvelope): boolean => envelope.type in INPUT_TYPES;
