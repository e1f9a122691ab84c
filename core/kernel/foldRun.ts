import {type Decimal, decimal} from '../domain/Decimal.ts';
import type {EnvelopeOf} from '../domain/Event.ts';
import {readMarket} from '../domain/Market.ts';
import type {MarketState, State, TradingState} from './State.ts';

/** How a run, and the permission to trade, begin and end in the state. */
export const foldRunStarted = (state: State, {time, data}: EnvelopeOf<'RunStarted'>): void => {
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

/** The account as the venue has it: its cash becomes ours to trade with, everything else in it stays somebody else's. */
export const foldAccountOpened = (state: State, {data}: EnvelopeOf<'AccountOpened'>): void => {
  openAccount(state, decimal(data.cash));
  state.baseline = new Map(data.others.map(({asset, total}) => [asset, decimal(total)]));
};

export const foldReconciled = (state: State, {data}: EnvelopeOf<'Reconciled'>): void => {
  state.baseline ??= new Map();
  if (state.run !== null && data.epoch === state.run.epoch) state.run.isReconciled = true;
};

export const foldRunEnded = (state: State, {data}: EnvelopeOf<'RunEnded'>): void => {
  if (state.run !== null) state.run.ended = data.reason;
};

export const foldTrading = (
  state: State,
  {seq, time, data}: EnvelopeOf<'TradingHalted'> | EnvelopeOf<'TradingReduced'>,
  next: TradingState,
): void => {
  state.trading = {state: next, ...data, since: time, seq};
};

/** A person took responsibility: the breaker measures afresh from here. */
export const foldResumed = (state: State, {seq, time, data}: EnvelopeOf<'TradingResumed'>): void => {
  state.trading = {state: 'ACTIVE', code: null, value: null, limit: null, reason: data.reason, since: time, seq};
  state.equity.peak = state.equity.current;
  state.equity.dayStart = state.equity.current;
  state.windows.stops = [];
};
