import {add, type Decimal, multiply, subtract, toRatio, ZERO} from '../domain/Decimal.ts';
import {type EquityTrack, LIMITS, type Position, type State} from './State.ts';
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

/** Share of the peak that is lost, 0..1. */
export const drawdown = ({peak, current}: Pick<EquityTrack, 'peak' | 'current'>): number =>
  peak <= ZERO ? 0 : toRatio(subtract(peak, current), peak);

/** Revalues the account after a fill or a price; keeps the start, day and peak bases. */
export const revalue = (state: State): void => {
  const {equity} = state;
  equity.current = equityNow(state);
  if (equity.current > equity.peak) equity.peak = equity.trough = equity.current;
  if (equity.current >= equity.trough) return;
  equity.trough = equity.current;
  equity.maxDrawdown = Math.max(equity.maxDrawdown, drawdown(equity));
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

/** Adds the present equity to the curve, one point a candle time. */
export const recordEquity = ({equity: {current, peak}, equityCurve: curve}: State, time: number): void => {
  const point = {time, current, peak};
  const last = curve.length - 1;
  if (curve[last]?.time === time) curve[last] = point;
  else pushBounded(curve, point, LIMITS.equityPoints);
};
