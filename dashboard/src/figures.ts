import {absolute, add, type Decimal, multiply, subtract, sum, toNumber, ZERO} from '../../core/domain/Decimal.ts';
import {drawdown, marketValue, type Position, type State} from '../../core/kernel/evolve.ts';

/** Numbers that the panels show and the state does not hold: results at the last price, exposure, open risk. */

const ratio = (part: Decimal, whole: Decimal): number => (whole === ZERO ? 0 : toNumber(part) / toNumber(whole));

const lastPrice = (state: Readonly<State>, symbol: string): Decimal | null =>
  state.markets.get(symbol)?.lastPrice ?? null;

/** Absolute value of all positions at their last prices. */
export const grossExposure = (state: Readonly<State>): Decimal =>
  sum([...state.positions.values()].map(position => absolute(marketValue(state, position))));

/** Lost from here if every stop filled at its price; a position without a stop counts in full. */
export const openRisk = (state: Readonly<State>): Decimal =>
  sum([...state.positions.values()].map(position => riskOf(state, position)));

const riskOf = (state: Readonly<State>, position: Readonly<Position>): Decimal => {
  const price = lastPrice(state, position.symbol);
  if (price === null || position.levels === null) return absolute(marketValue(state, position));
  const risk = multiply(position.quantity, subtract(price, position.levels.stop), 'up');

  return risk > ZERO ? risk : ZERO;
};

export type AccountFigures = {
  readonly equity: Decimal;
  readonly dayChange: Decimal;
  readonly dayShare: number;
  readonly cash: Decimal;
  readonly exposure: Decimal;
  readonly exposureShare: number;
  readonly openRisk: Decimal;
  readonly openRiskShare: number;
  readonly fees: Decimal;
  readonly drawdown: number;
};

export const accountFigures = (state: Readonly<State>): AccountFigures => {
  const {current, dayStart} = state.equity;
  const dayChange = subtract(current, dayStart);
  const exposure = grossExposure(state);
  const risk = openRisk(state);

  return {
    equity: current,
    dayChange,
    dayShare: ratio(dayChange, dayStart),
    cash: state.cash,
    exposure,
    exposureShare: ratio(exposure, current),
    openRisk: risk,
    openRiskShare: ratio(risk, current),
    fees: state.feesPaid,
    drawdown: drawdown(state.equity),
  };
};

export type PositionFigures = {
  readonly entry: number;
  readonly last: number | null;
  readonly gross: Decimal;
  readonly net: Decimal;
  /** Net result in units of the risk taken at entry; null without a stop. */
  readonly multiple: number | null;
};

/** Net counts the fees paid so far, not those of the exit to come. */
export const positionFigures = (state: Readonly<State>, position: Readonly<Position>): PositionFigures => {
  const last = lastPrice(state, position.symbol);
  const gross = add(position.realized, subtract(marketValue(state, position), position.cost));
  const net = subtract(gross, position.fees);

  return {
    entry: ratio(position.cost, position.quantity),
    last: last === null ? null : toNumber(last),
    gross,
    net,
    multiple: multipleOf(position, net),
  };
};

const multipleOf = (position: Readonly<Position>, net: Decimal): number | null => {
  if (position.levels === null || position.entryQuantity === ZERO) return null;
  const entry = ratio(position.entryNotional, position.entryQuantity);
  const risk = Math.abs(entry - toNumber(position.levels.initialStop)) * toNumber(position.peakQuantity);

  return risk === 0 ? null : toNumber(net) / risk;
};
