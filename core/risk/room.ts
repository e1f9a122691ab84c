import {add, type Decimal, fromNumber, maximum, subtract, ZERO} from '../domain/Decimal.ts';
import type {Side} from '../domain/Order.ts';
import type {MarketState, State} from '../kernel/State.ts';
import type {Exposure} from './exposure.ts';
import {type RiskLimits, shareOf} from './limits.ts';

/** Worst case of the order's own market, in notional, once an order of `notional` on `side` has joined what is in flight. */
export const ownAfter = ({own}: Exposure, side: Side, notional: Decimal): Decimal =>
  side === 'buy' ? maximum(add(own.long, notional), own.short) : maximum(own.long, add(own.short, notional));

/** Worst case of one direction over all markets, in notional, once the order has joined. */
export const netAfter = ({totalLong, totalShort}: Exposure, side: Side, notional: Decimal): Decimal =>
  side === 'buy' ? maximum(add(totalLong, notional), totalShort) : maximum(totalLong, add(totalShort, notional));

/** The quantity that the last bar's volume allows; zero before the first bar. */
export const volumeRoom = ({lastCandle}: MarketState, limits: RiskLimits): Decimal =>
  lastCandle === null ? ZERO : shareOf(fromNumber(lastCandle.volume), limits.volume);

/** Holdings that no sell in flight has been promised: what a spot sell may still sell. */
export const freeHoldings = (state: Readonly<State>, symbol: string, {own}: Exposure): Decimal =>
  subtract(state.positions.get(symbol)?.quantity ?? ZERO, own.promisedQuantity);
