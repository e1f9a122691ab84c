import type {Candle} from '../domain/Candle.ts';
import {type Decimal, decimal, fromNumber, maximum, minimum, ZERO} from '../domain/Decimal.ts';
import type {AnyEnvelope, EnvelopeOf} from '../domain/Event.ts';
import {readMarket} from '../domain/Market.ts';
import {pushBounded} from './bounded.ts';
import {recordEquity, revalue, rollDay} from './equity.ts';
import {foldFill} from './foldFill.ts';
import {foldAccepted, foldAmended, foldCancelRequested, foldSubmitted, moveOrder} from './foldOrder.ts';
import {LIMITS, type MarketState, type Position, type State, type TradingState} from './State.ts';

export {drawdown, marketValue, unrealized} from './equity.ts';
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
  switch (envelope.type) {
    case 'RunStarted':
      return foldRunStarted(state, envelope);
    case 'CandleClosed':
      return foldCandle(state, envelope);
    case 'PriceMoved':
      return foldPrice(state, envelope.data.symbol, decimal(envelope.data.price), envelope.time);
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
    case 'OrderOutcomeUnknown':
      return void moveOrder(state, envelope.data.clientOrderId, 'outcomeUnknown', envelope.data.reason);
    case 'OrderAmended':
      return foldAmended(state, envelope);
    case 'CancelRequested':
      return foldCancelRequested(state, envelope);
    case 'Reconciled':
      return foldReconciled(state, envelope);
    case 'RunEnded':
      return foldRunEnded(state, envelope);
    case 'DecisionMade':
      return foldDecision(state, envelope);
    case 'OrderDenied':
      return count(state, envelope.data.code);
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
    case 'PatternsImported':
    case 'ParametersPromoted':
    case 'TimeAdvanced':
    case 'AmendRequested':
    case 'PatternLearned':
      return;
    default:
      return envelope satisfies never;
  }
};

const foldRunStarted = (state: State, {time, data}: EnvelopeOf<'RunStarted'>): void => {
  const {markets, settings, resumed: _resumed, ...run} = data;
  state.run = {...run, startedTime: time, isReconciled: false, ended: null};
  if (state.settings === null) openAccount(state, decimal(settings.openingCash));
  state.settings = settings;
  for (const spec of markets) {
    const known = state.markets.get(spec.symbol);
    state.markets.set(spec.symbol, {...(known ?? UNSEEN), market: readMarket(spec), feed: 'waiting', feedSince: time});
  }
};

const UNSEEN: Omit<MarketState, 'market'> = {
  lastPrice: null,
  lastPriceTime: 0,
  lastCandle: null,
  bars: 0,
  feed: 'waiting',
  feedSince: 0,
};

const openAccount = (state: State, cash: Decimal): void => {
  state.cash = cash;
  state.equity = {opening: cash, current: cash, dayStart: cash, day: -1, peak: cash, maxDrawdown: 0};
};

const foldCandle = (state: State, {time, data}: EnvelopeOf<'CandleClosed'>): void => {
  const market = state.markets.get(data.symbol);
  if (market === undefined) return;
  market.lastCandle = data.candle;
  if (data.history === true) {
    market.lastPrice = fromNumber(data.candle.close);
    return;
  }
  rollDay(state, time);
  if (data.timeframe === state.settings?.timeframe) foldBar(state, market, data.candle);
  foldPrice(state, data.symbol, fromNumber(data.candle.close), time);
  recordEquity(state, time);
};

/** Counts a closed candle of the decision timeframe. */
const foldBar = (state: State, market: MarketState, candle: Candle): void => {
  market.bars += 1;
  state.funnel.bars += 1;
  const position = state.positions.get(market.market.symbol);
  if (position !== undefined) age(position, candle);
};

const age = (position: Position, candle: Candle): void => {
  position.barsHeld += 1;
  // The extremes of the entry bar may lie before the fill: they prove nothing for this position.
  if (position.openedTime > candle.time) return;
  reach(position, fromNumber(candle.high));
  reach(position, fromNumber(candle.low));
};

const reach = (position: Position, price: Decimal): void => {
  const isLong = position.quantity >= ZERO;
  position.best = isLong ? maximum(position.best, price) : minimum(position.best, price);
  position.worst = isLong ? minimum(position.worst, price) : maximum(position.worst, price);
};

const foldPrice = (state: State, symbol: string, price: Decimal, time: number): void => {
  const market = state.markets.get(symbol);
  if (market === undefined) return;
  market.lastPrice = price;
  market.lastPriceTime = time;
  if (market.feed === 'waiting') foldFeed(state, symbol, 'live', time);
  const position = state.positions.get(symbol);
  if (position === undefined) return;
  reach(position, price);
  revalue(state);
};

const foldFeed = (state: State, symbol: string, feed: 'live' | 'lost', time: number): void => {
  const market = state.markets.get(symbol);
  if (market === undefined) return;
  market.feed = feed;
  market.feedSince = time;
};

const foldReconciled = (state: State, {data}: EnvelopeOf<'Reconciled'>): void => {
  if (state.run !== null && data.epoch === state.run.epoch) state.run.isReconciled = true;
};

const foldRunEnded = (state: State, {data}: EnvelopeOf<'RunEnded'>): void => {
  if (state.run !== null) state.run.ended = data.reason;
};

const foldDecision = (state: State, envelope: EnvelopeOf<'DecisionMade'>): void => {
  pushBounded(state.decisions, envelope, LIMITS.decisions);
  const {signals, winner, verdict, reason} = envelope.data;
  if (signals.some(signal => signal.action !== 'hold')) state.funnel.signals += 1;
  if (winner !== null) state.funnel.pastBrain += 1;
  if (verdict === 'hold') count(state, reason.code);
};

const count = (state: State, code: string): void => void state.denials.set(code, (state.denials.get(code) ?? 0) + 1);

const foldPositionOpened = (state: State, {data}: EnvelopeOf<'PositionOpened'>): void => {
  const position = state.positions.get(data.symbol);
  if (position === undefined) return;
  position.levels = {
    stop: decimal(data.stop),
    target: decimal(data.target),
    trailingDistance: data.trailingDistance === null ? null : decimal(data.trailingDistance),
    maxBars: data.maxBars,
    initialStop: decimal(data.stop),
  };
};

const foldStop = (state: State, {data}: EnvelopeOf<'StopTrailed'>): void => {
  const levels = state.positions.get(data.symbol)?.levels;
  if (levels !== undefined && levels !== null) levels.stop = decimal(data.stop);
};

const foldExitStarted = (state: State, {data}: EnvelopeOf<'ExitStarted'>): void => {
  const position = state.positions.get(data.symbol);
  if (position !== undefined) position.exiting = data.reason;
};

const foldPositionClosed = (state: State, {seq, time, data}: EnvelopeOf<'PositionClosed'>): void => {
  state.positions.delete(data.symbol);
  pushBounded(state.trades, {seq, time, trade: data}, LIMITS.trades);
  state.windows.tradesToday += 1;
  const isLoss = decimal(data.netPnl) < ZERO;
  const bar = state.markets.get(data.symbol)?.bars ?? 0;
  if (isLoss) pushBounded(state.windows.stops, {symbol: data.symbol, bar}, LIMITS.windowEntries);
  else state.windows.stops = state.windows.stops.filter(stop => stop.symbol !== data.symbol);
  revalue(state);
};

const foldTrading = (
  state: State,
  {seq, time, data}: EnvelopeOf<'TradingHalted'> | EnvelopeOf<'TradingReduced'>,
  next: TradingState,
): void => {
  state.trading = {state: next, ...data, since: time, seq};
};

/** A person took responsibility: the breaker measures afresh from here. */
const foldResumed = (state: State, {seq, time, data}: EnvelopeOf<'TradingResumed'>): void => {
  state.trading = {state: 'ACTIVE', code: null, value: null, limit: null, reason: data.reason, since: time, seq};
  state.equity.peak = state.equity.current;
  state.equity.dayStart = state.equity.current;
  state.windows.stops = [];
};
