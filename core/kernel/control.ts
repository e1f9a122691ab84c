import type {EnvelopeOf} from '../domain/Event.ts';
import {checkBreaker} from '../risk/breaker.ts';
import {beginExit} from './exit.ts';
import {protect} from './protect.ts';
import {requestCancel, type Turn} from './turn.ts';

/** Obeys a person: halt, resume or flatten. */
export const obey = (turn: Turn, {data}: EnvelopeOf<'OperatorCommanded'>): void => {
  switch (data.name) {
    case 'halt':
      return halt(turn, data.reason);
    case 'resume':
      return resume(turn, data.reason);
    case 'flatten':
      return flatten(turn, data.reason);
    default:
      return data.name satisfies never;
  }
};

/** Nothing new, and nothing rests: every order that may still fill is cancelled, save one that is closing a position now. */
const halt = (turn: Turn, reason: string): void => {
  turn.emit({type: 'TradingHalted', data: {code: 'OPERATOR', value: null, limit: null, reason}});
  for (const order of [...turn.state.orders.values()]) {
    if (order.intent.purpose !== 'exit') requestCancel(turn, order, 'halt');
  }
};

const flatten = (turn: Turn, reason: string): void => {
  halt(turn, reason);
  for (const position of [...turn.state.positions.values()]) beginExit(turn, position, 'operator');
};

const resume = (turn: Turn, reason: string): void => {
  if (turn.state.trading.state === 'ACTIVE') return;
  turn.emit({type: 'TradingResumed', data: {reason}});
  for (const position of [...turn.state.positions.values()]) protect(turn, position);
};

const ORDER = {ACTIVE: 0, REDUCING: 1, HALTED: 2} as const;

/** Trips the staged breaker on daily loss and drawdown; only a person moves it back. */
export const guardEquity = (turn: Turn): void => {
  const {state} = turn;
  if (state.settings === null) return;
  const trip = checkBreaker(state, state.settings.risk);
  if (trip === null || ORDER[trip.to] <= ORDER[state.trading.state]) return;

  const {code, value, limit} = trip;
  const reason = trip.to === 'HALTED' ? 'breaker: halted until a person resumes' : 'breaker: reducing only';
  turn.emit({type: trip.to === 'HALTED' ? 'TradingHalted' : 'TradingReduced', data: {code, value, limit, reason}});
  cancelEntries(turn, 'breaker');
  if (trip.to !== 'HALTED' || !state.settings.risk.flattenOnBreaker) return;
  for (const position of [...state.positions.values()]) beginExit(turn, position, 'breaker');
};

export const cancelEntries = (turn: Turn, reason: string): void => {
  for (const order of [...turn.state.orders.values()]) {
    if (order.intent.purpose === 'entry') requestCancel(turn, order, reason);
  }
};
