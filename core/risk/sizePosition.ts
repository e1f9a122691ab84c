import {add, type Decimal, divide, fromNumber, maximum, multiply, ONE, subtract, ZERO} from '../domain/Decimal.ts';
import type {Confidence, Gate} from '../domain/Decision.ts';
import {type Market, roundQuantity} from '../domain/Market.ts';
import type {Side} from '../domain/Order.ts';
import type {RiskSettings} from '../domain/Settings.ts';
import type {MarketState, State} from '../kernel/State.ts';
import {type Exposure, priceWithFee, worstCase} from './exposure.ts';
import {toGate} from './gates.ts';
import {limitsOf, type RiskLimits, shareOf} from './limits.ts';
import {atLeast, claim, type Verdict} from './RiskRule.ts';
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

export type PositionSize = {
  /** On the lot grid; zero when nothing can be traded. */
  readonly quantity: Decimal;
  /** The tightest cap: the one that made the size. */
  readonly basis: SizeBasis;
  /** Every cap in base units, not rounded to the lot. */
  readonly caps: readonly SizeCap[];
  /** Why the quantity is zero; null when it is not. */
  readonly denial: Gate | null;
};

/** Everything read once that the caps are computed from. */
type Basis = SizeRequest & {
  readonly limits: RiskLimits;
  readonly seen: MarketState;
  readonly exposure: Exposure;
  /** The worst of mark and order price, as the rules value an order. */
  readonly worst: Decimal;
};

/**
 * How much to trade: equity x riskPerTrade / stop distance, halved where no other strategy agrees and whole where all
 * do, then cut to the tightest of the risk layer's own limits and rounded down to the lot. An order of this size is
 * not denied by those limits.
 */
export const sizePosition = (request: SizeRequest): PositionSize => {
  const {state, market, price, stopDistance} = request;
  const seen = state.markets.get(market.symbol);
  if (seen === undefined) return nothing(claim('SYMBOL_NOT_ALLOWED', false));
  if (stopDistance <= ZERO) return nothing(atLeast('MISSING_EXIT_PLAN', stopDistance, ZERO));
  const worst = maximum(price, seen.lastPrice ?? ZERO);
  if (price <= ZERO) return nothing(claim('PRICE_UNKNOWN', false));

  const exposure = worstCase(state, market.symbol);
  const caps = capsOf({...request, limits: limitsOf(request.settings), seen, exposure, worst});
  const tightest = caps.reduce((least, cap) => (cap.quantity < least.quantity ? cap : least));

  return conclude(request, caps, tightest);
};

const nothing = (verdict: Verdict): PositionSize => ({
  quantity: ZERO,
  basis: 'RISK',
  caps: [],
  denial: toGate({...verdict, passed: false}),
});

const capsOf = (basis: Basis): readonly [SizeCap, ...SizeCap[]] => [
  {basis: 'RISK', quantity: riskQuantity(basis)},
  ...notionalCaps(basis),
  {basis: 'VOLUME', quantity: volumeRoom(basis.seen, basis.limits)},
  ...spotCaps(basis),
];

const riskQuantity = ({agreement, limits, state, stopDistance}: Basis): Decimal => {
  const scale = add(HALF, multiply(HALF, fromNumber(agreement), 'down'));
  const atRisk = shareOf(shareOf(state.equity.current, limits.riskPerTrade), scale);

  return divide(atRisk, stopDistance, 'floor');
};

const HALF = divide(ONE, add(ONE, ONE), 'down');

const notionalCaps = ({exposure, limits, side, state, worst}: Basis): readonly SizeCap[] => {
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

const spotCaps = ({exposure, market, side, state, worst}: Basis): readonly SizeCap[] => {
  if (market.kind !== 'spot') return [];
  if (side === 'sell') return [{basis: 'HOLDINGS', quantity: freeHoldings(state, market.symbol, exposure)}];
  const available = subtract(state.cash, exposure.reservedCash);

  return [{basis: 'CASH', quantity: divide(available, priceWithFee(market, worst), 'floor')}];
};

const conclude = ({market, price}: SizeRequest, caps: readonly SizeCap[], {basis, quantity}: SizeCap): PositionSize => {
  const rounded = roundQuantity(market, maximum(quantity, ZERO));
  const lowest = multiply(rounded, price, 'down');
  const denied = [
    atLeast('QUANTITY_BELOW_MINIMUM', rounded, maximum(market.minQuantity, market.lot)),
    atLeast('NOTIONAL_BELOW_MINIMUM', lowest, market.minNotional),
  ].find(verdict => !verdict.passed);
  if (denied !== undefined) return {quantity: ZERO, basis, caps, denial: toGate(denied)};

  return {quantity: rounded, basis, caps, denial: null};
};
