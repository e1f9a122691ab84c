import {type Decimal, maximum, multiply, ZERO} from '../domain/Decimal.ts';
import type {Gate} from '../domain/Decision.ts';
import {roundQuantity} from '../domain/Market.ts';
import {worstCase} from './exposure.ts';
import {toGate} from './gates.ts';
import {limitsOf} from './limits.ts';
import {atLeast, claim, type Verdict} from './RiskRule.ts';
import {capsOf, type SizeBasis, type SizeCap, type SizeRequest} from './sizeCaps.ts';

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
