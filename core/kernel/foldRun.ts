import {decimal} from '../domain/Decimal.ts';
import type {EnvelopeOf} from '../domain/Event.ts';
import {readMarket} from '../domain/Market.ts';
import {openAccount} from './foldAccount.ts';
import type {MarketState, State, TradingState} from './State.ts';

/** How a run, and the permission to trade, begin and end in the state. */
export const foldRunStarted = (state: State, {time, data}: EnvelopeOf<'RunStarted'>): void => {
  const {markets, settings, resumed: _resumed, ...run} = data;
  state.run = {...run, startedTime: time, isReconciled: false, ended: null};
  if (state.settings === null) openAccount(state, decimal(settings.openingCash));
  state.account.generation = 0;
  state.account.lost = null;
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
  state.equity.trough = state.equity.current;
  state.equity.dayStart = state.equity.current;
  state.windows.stops = [];
};
