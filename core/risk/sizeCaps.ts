import {add, type Decimal, divide, fromNumber, multiply, ONE, subtract, ZERO} from '../domain/Decimal.ts';
import type {Confidence} from '../domain/Decision.ts';
import type {Market} from '../domain/Market.ts';
import type {Side} from '../domain/Order.ts';
import type {RiskSettings} from '../domain/Settings.ts';
import type {MarketState, State} from '../kernel/State.ts';
import type {Exposure} from './exposure.ts';
import {type RiskLimits, shareOf} from './limits.ts';
import {priceWithFee} from './marketExposure.ts';
import {freeHoldings, volumeRoom} from './room.ts';

export type SizeRequest = {
  readonly state: Readonly<State>;
  readonly market: Market;
  readonly side: Side;
  /** The worst price that the entry may pay or get. */
  readonly price: Decimal;
  /** Distance of the stop from the entry, in price units. */
  readonly stopDistance: Decimal;
  /** Share of the strategies that agree, 0..1. */
  readonly agreement: Confidence;
  readonly settings: RiskSettings;
};

/** What a size may be bounded by. */
export type SizeBasis = 'RISK' | 'ORDER' | 'POSITION' | 'GROSS' | 'NET' | 'TURNOVER' | 'VOLUME' | 'CASH' | 'HOLDINGS';

export type SizeCap = {readonly basis: SizeBasis; readonly quantity: Decimal};

/** Everything read once that the caps are computed from. */
export type SizingBasis = SizeRequest & {
  readonly limits: RiskLimits;
  readonly seen: MarketState;
  readonly exposure: Exposure;
  /** The worst of mark and order price, as the rules value an order. */
  readonly worst: Decimal;
};

const HALF = divide(ONE, add(ONE, ONE), 'down');

/** Every bound of the size, in base units: the risk taken, and each limit of the risk layer that an entry uses up. */
export const capsOf = (basis: SizingBasis): readonly [SizeCap, ...SizeCap[]] => [
  {basis: 'RISK', quantity: riskQuantity(basis)},
  ...notionalCaps(basis),
  {basis: 'VOLUME', quantity: volumeRoom(basis.seen, basis.limits)},
  ...spotCaps(basis),
];

const riskQuantity = ({agreement, limits, state, stopDistance}: SizingBasis): Decimal => {
  const scale = add(HALF, multiply(HALF, fromNumber(agreement), 'down'));
  const atRisk = shareOf(shareOf(state.equity.current, limits.riskPerTrade), scale);

  return divide(atRisk, stopDistance, 'floor');
};

const notionalCaps = ({exposure, limits, side, state, worst}: SizingBasis): readonly SizeCap[] => {
  const {own, grossElsewhere, totalLong, totalShort, inFlightNotional} = exposure;
  const equity = state.equity.current;
  const [taken, against] = side === 'buy' ? [own.long, own.short] : [own.short, own.long];
  const [direction, hedge] = side === 'buy' ? [totalLong, totalShort] : [totalShort, totalLong];
  const traded = add(state.windows.turnover, inFlightNotional);
  const room = (basis: SizeBasis, share: Decimal, used: Decimal, otherSide: Decimal): SizeCap => {
    const limit = shareOf(equity, share);
    // A limit that the other side alone exceeds leaves no room on this one: the rules would deny any order.
    if (otherSide > limit) return {basis, quantity: ZERO};

    return {basis, quantity: divide(subtract(limit, used), worst, 'floor')};
  };

  return [
    room('ORDER', limits.order, ZERO, ZERO),
    room('POSITION', limits.position, taken, against),
    room('GROSS', limits.gross, add(grossElsewhere, taken), add(grossElsewhere, against)),
    room('NET', limits.net, direction, hedge),
    room('TURNOVER', limits.turnover, traded, ZERO),
  ];
};

const spotCaps = ({exposure, market, side, state, worst}: SizingBasis): readonly SizeCap[] => {
  if (market.kind !== 'spot') return [];
  if (side === 'sell') return [{basis: 'HOLDINGS', quantity: freeHoldings(state, market.symbol, exposure)}];
  const available = subtract(state.cash, exposure.reservedCash);

  return [{basis: 'CASH', quantity: divide(available, priceWithFee(market, worst), 'floor')}];
};
