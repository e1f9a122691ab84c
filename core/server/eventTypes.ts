import type {EventType} from '../domain/Event.ts';

/** The types of line that a caller may ask for; a key for each, so that the compiler says which one is missing. */
const ALL: Readonly<Record<EventType, true>> = {
  RunStarted: true,
  CandleClosed: true,
  CandleRevised: true,
  PriceMoved: true,
  FeedLost: true,
  FeedRestored: true,
  OrderAccepted: true,
  OrderFilled: true,
  OrderRejected: true,
  OrderCanceled: true,
  OrderAmended: true,
  OrderOutcomeUnknown: true,
  OrderProvenAbsent: true,
  BalanceReported: true,
  Reconciled: true,
  OperatorCommanded: true,
  PatternsImported: true,
  ParametersPromoted: true,
  TimeAdvanced: true,
  RunEnded: true,
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

export const EVENT_TYPES: readonly string[] = Object.keys(ALL);

export const isEventType = (name: string): name is EventType => Object.hasOwn(ALL, name);
