import {type Decimal, multiply, roundTo} from '../../../core/domain/Decimal.ts';
import type {Instrument} from './Instrument.ts';
import {isLimitKind, isTriggerKind, type OrderRequest} from './orders.ts';
import type {Refusal} from './Refusal.ts';

/** What is wrong with an order by itself, whatever the market does; null where nothing is. */
export const checkRequest = (request: OrderRequest, instrument: Instrument): Refusal | null => {
  const {kind, limitPrice, triggerPrice, postOnly, timeInForce, expiresAt} = request;
  if (isLimitKind(kind) !== (limitPrice !== null) || isTriggerKind(kind) !== (triggerPrice !== null))
    return 'BAD_PRICE';
  if (postOnly && (kind !== 'limit' || timeInForce === 'IOC' || timeInForce === 'FOK')) return 'BAD_COMBINATION';
  if ((timeInForce === 'GTD') !== (expiresAt !== null)) return 'BAD_COMBINATION';

  return checkNumbers(request, instrument);
};

/** Prices on the tick, quantity on the lot and above the minimums. */
export const checkNumbers = (
  {quantity, limitPrice, triggerPrice}: Pick<OrderRequest, 'quantity' | 'limitPrice' | 'triggerPrice'>,
  {tick, lot, minQuantity, minCost}: Instrument,
): Refusal | null => {
  if (quantity <= 0n) return 'BAD_QUANTITY';
  if (!isOn(lot, quantity)) return 'LOT_SIZE';
  if (quantity < minQuantity) return 'MIN_QUANTITY';
  for (const price of [limitPrice, triggerPrice]) {
    if (price === null) continue;
    if (price <= 0n) return 'BAD_PRICE';
    if (!isOn(tick, price)) return 'TICK_SIZE';
  }
  if (limitPrice !== null && multiply(limitPrice, quantity, 'up') < minCost) return 'MIN_COST';

  return null;
};

const isOn = (step: Decimal, value: Decimal): boolean => roundTo(value, step, 'floor') === value;
