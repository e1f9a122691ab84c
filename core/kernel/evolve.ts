import {decimal} from '../domain/Decimal.ts';
import type {AnyEnvelope} from '../domain/Event.ts';
import {pushBounded} from './bounded.ts';
import {
  foldAccountLost,
  foldAccountOpened,
  foldAdjusted,
  foldDiffered,
  foldForeignOrders,
  foldReconciled,
} from './foldAccount.ts';
import {countReason, foldDecision} from './foldDecision.ts';
import {foldFill} from './foldFill.ts';
import {foldCandle, foldFeed, foldPrice, foldRules} from './foldMarket.ts';
import {
  foldAccepted,
  foldAmended,
  foldAmendRequested,
  foldCancelRejected,
  foldCancelRequested,
  foldSubmitted,
  moveOrder,
} from './foldOrder.ts';
import {foldExitStarted, foldPositionClosed, foldPositionOpened, foldStop} from './foldPosition.ts';
import {foldResumed, foldRunEnded, foldRunStarted, foldTrading} from './foldRun.ts';
import {LIMITS, type State} from './State.ts';

export {drawdown, marketValue} from './equity.ts';
export {type Protection, protectionOf} from './protection.ts';
export {emptyState, type Order, type Position, type State} from './State.ts';

/**
 * Folds one line into the state, in place: the only way in which anything that the bot knows changes.
 * The bot and its dashboard run this same function over the same lines.
 */
export const evolve = (state: State, envelope: AnyEnvelope): void => {
  state.seq = envelope.seq;
  if (envelope.time > state.time) state.time = envelope.time;
  apply(state, envelope);
};

const apply = (state: State, envelope: AnyEnvelope): void => {
  // The two lines of nearly every step first: the names are compared one by one.
  switch (envelope.type) {
    case 'CandleClosed':
      return foldCandle(state, envelope);
    case 'DecisionMade':
      return foldDecision(state, envelope);
    case 'RunStarted':
      return foldRunStarted(state, envelope);
    case 'PriceMoved':
      return foldPrice(state, envelope.data.symbol, decimal(envelope.data.price), envelope.time);
    case 'MarketChanged':
      return foldRules(state, envelope.data);
    case 'FeedLost':
      return foldFeed(state, envelope.data.symbol, 'lost', envelope.time);
    case 'FeedRestored':
      return foldFeed(state, envelope.data.symbol, 'live', envelope.time);
    case 'OrderSubmitted':
      return foldSubmitted(state, envelope);
    case 'OrderAccepted':
      return foldAccepted(state, envelope);
    case 'OrderFilled':
      return foldFill(state, envelope);
    case 'OrderRejected':
      return void moveOrder(state, envelope.data.clientOrderId, 'rejected', envelope.data.reason);
    case 'OrderCanceled':
      return void moveOrder(state, envelope.data.clientOrderId, 'canceled', envelope.data.reason);
    case 'CancelRejected':
      return foldCancelRejected(state, envelope);
    case 'OrderOutcomeUnknown':
      return void moveOrder(state, envelope.data.clientOrderId, 'outcomeUnknown', envelope.data.reason);
    case 'OrderProvenAbsent':
    case 'OrderWrittenOff':
      return void moveOrder(state, envelope.data.clientOrderId, 'provenAbsent', envelope.data.reason);
    case 'OrderAmended':
      return foldAmended(state, envelope);
    case 'AmendRequested':
      return foldAmendRequested(state, envelope);
    case 'CancelRequested':
      return foldCancelRequested(state, envelope);
    case 'AccountOpened':
      return foldAccountOpened(state, envelope);
    case 'AccountLost':
      return foldAccountLost(state, envelope);
    case 'AccountDiffered':
      return foldDiffered(state, envelope);
    case 'AccountAdjusted':
      return foldAdjusted(state, envelope);
    case 'ForeignOrdersSeen':
      return foldForeignOrders(state, envelope);
    case 'Reconciled':
      return foldReconciled(state, envelope);
    case 'RunEnded':
      return foldRunEnded(state, envelope);
    case 'OrderDenied':
      return countReason(state, envelope.data.code);
    case 'PositionOpened':
      return foldPositionOpened(state, envelope);
    case 'StopTrailed':
      return foldStop(state, envelope);
    case 'ExitStarted':
      return foldExitStarted(state, envelope);
    case 'PositionClosed':
      return foldPositionClosed(state, envelope);
    case 'TradingHalted':
      return foldTrading(state, envelope, 'HALTED');
    case 'TradingReduced':
      return foldTrading(state, envelope, 'REDUCING');
    case 'TradingResumed':
      return foldResumed(state, envelope);
    case 'AlarmRaised':
      return pushBounded(state.alarms, {seq: envelope.seq, time: envelope.time, ...envelope.data}, LIMITS.alarms);
    case 'OperatorCommanded':
    case 'CandleRevised':
    case 'BalanceReported':
    case 'StrayOrderFound':
    case 'PositionNaked':
    case 'PatternsImported':
    case 'ParametersPromoted':
    case 'TimeAdvanced':
    case 'PatternLearned':
      return;
    default:
      return envelope satisfies never;
  }
};
