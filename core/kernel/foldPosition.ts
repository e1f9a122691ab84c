import {decimal, ZERO} from '../domain/Decimal.ts';
import type {EnvelopeOf} from '../domain/Event.ts';
import {pushBounded} from './bounded.ts';
import {revalue} from './equity.ts';
import {LIMITS, type State} from './State.ts';

/** How a position gets its levels, leaves, and becomes a closed trade. */
export const foldPositionOpened = (state: State, {data}: EnvelopeOf<'PositionOpened'>): void => {
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

export const foldStop = (state: State, {data}: EnvelopeOf<'StopTrailed'>): void => {
  const levels = state.positions.get(data.symbol)?.levels;
  if (levels !== undefined && levels !== null) levels.stop = decimal(data.stop);
};

export const foldExitStarted = (state: State, {data}: EnvelopeOf<'ExitStarted'>): void => {
  const position = state.positions.get(data.symbol);
  if (position !== undefined) position.exiting = data.reason;
};

export const foldPositionClosed = (state: State, {seq, time, data}: EnvelopeOf<'PositionClosed'>): void => {
  state.positions.delete(data.symbol);
  pushBounded(state.trades, {seq, time, trade: data}, LIMITS.trades);
  state.windows.tradesToday += 1;
  const isLoss = decimal(data.netPnl) < ZERO;
  const bar = state.markets.get(data.symbol)?.bars ?? 0;
  if (isLoss) pushBounded(state.windows.stops, {symbol: data.symbol, bar}, LIMITS.windowEntries);
  else state.windows.stops = state.windows.stops.filter(stop => stop.symbol !== data.symbol);
  revalue(state);
};
