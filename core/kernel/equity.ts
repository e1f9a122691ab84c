import {add, type Decimal, multiply, subtract, toNumber, toRatio, ZERO} from '../domain/Decimal.ts';
import {LIMITS, type Position, type State} from './State.ts';
import {pushBounded} from './bounded.ts';

const DAY_MS = 86_400_000;

/** What the position is worth at the last price, signed. Rounded towards the lower value. */
export const marketValue = (state: Readonly<State>, position: Readonly<Position>): Decimal => {
  const price = state.markets.get(position.symbol)?.lastPrice ?? null;

  return price === null ? position.cost : multiply(position.quantity, price, 'floor');
};

/** Cash plus every position at its last price. */
const equityNow = (state: Readonly<State>): Decimal => {
  let total = state.cash;
  for (const position of state.positions.values()) total = add(total, marketValue(state, position));

  return total;
};

/** Remembers the last answer: each candle asks twice. */
const rememberDrawdown = (): ((peak: Decimal, current: Decimal) => number) => {
  let [askedPeak, askedCurrent] = [ZERO, ZERO];
  let lost = 0;

  return (peak, current) => {
    if (askedPeak === peak && askedCurrent === current) return lost;
    askedPeak = peak;
    askedCurrent = current;
    lost = peak <= ZERO ? 0 : toRatio(subtract(peak, current), peak);

    return lost;
  };
};

const lostOf = rememberDrawdown();

/** Share of the peak that is lost, 0..1. */
export const drawdown = ({equity}: Readonly<State>): number => lostOf(equity.peak, equity.current);

/** Revalues the account after a fill or a price; keeps the start, day and peak bases. */
export const revalue = (state: State): void => {
  const equity = state.equity;
  equity.current = equityNow(state);
  if (equity.current > equity.peak) equity.peak = equity.current;
  const lost = drawdown(state);
  if (lost > equity.maxDrawdown) equity.maxDrawdown = lost;
};

/** Begins a new UTC day of the market: day basis and daily counters start again. */
export const rollDay = (state: State, time: number): void => {
  const day = Math.floor(time / DAY_MS);
  if (day <= state.equity.day) return;
  state.equity.day = day;
  state.equity.dayStart = state.equity.current;
  state.windows.turnover = ZERO;
  state.windows.tradesToday = 0;
};

type Figures = {readonly equity: number; readonly drawdown: number};

/** Remembers the figures of the last equity: while nothing is held it stays the same from candle to candle. */
const rememberFigures = (): ((state: Readonly<State>) => Figures) => {
  let [current, peak] = [ZERO, ZERO];
  let figures: Figures = {equity: 0, drawdown: 0};

  return state => {
    if (state.equity.current === current && state.equity.peak === peak) return figures;
    ({current, peak} = state.equity);
    figures = {equity: toNumber(current), drawdown: drawdown(state)};

    return figures;
  };
};

const figuresOf = rememberFigures();

/** Adds the present equity to the curve, one point a candle time. */
export const recordEquity = (state: State, time: number): void => {
  const {equity, drawdown: lost} = figuresOf(state);
  const point = {time, equity, drawdown: lost};
  const last = state.equityCurve[state.equityCurve.length - 1];
  if (last !== undefined && last.time === time) state.equityCurve[state.equityCurve.length - 1] = point;
  else pushBounded(state.equityCurve, point, LIMITS.equityPoints);
};
