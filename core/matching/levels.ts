import {type Decimal, add, maximum, minimum, subtract} from '../domain/Decimal.ts';
import type {Side} from '../domain/Order.ts';

/** True when `price` is no worse for us than `limit`. */
export const isWithin = (side: Side, price: Decimal, limit: Decimal | null): boolean => {
  if (limit === null) return true;

  return side === 'buy' ? price <= limit : price >= limit;
};

/** True when a trade at `price` went at least one tick beyond a resting `limit`: proof that the queue before us is gone. */
export const isThrough = (side: Side, price: Decimal, limit: Decimal, tick: Decimal): boolean =>
  side === 'buy' ? price <= subtract(limit, tick) : price >= add(limit, tick);

/** True when `price` touches the trigger: a buy stop from below, a sell stop from above. */
export const isTouched = (side: Side, price: Decimal, stop: Decimal): boolean =>
  side === 'buy' ? price >= stop : price <= stop;

/** The worse for us of two prices. */
export const worse = (side: Side, a: Decimal, b: Decimal): Decimal => (side === 'buy' ? maximum(a, b) : minimum(a, b));

/** The better for us of two prices. */
export const better = (side: Side, a: Decimal, b: Decimal): Decimal => (side === 'buy' ? minimum(a, b) : maximum(a, b));
