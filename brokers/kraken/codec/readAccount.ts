import type {ExactObject} from '../../net/exactJson.ts';
import {
  amountOf,
  fieldOf,
  isObject,
  optionalAmount,
  optionalText,
  ShapeError,
  textOf,
  timeOf,
} from '../../net/fields.ts';
import type {Balance, ExecutionEvent, StreamedFill} from '../../orders/evidence.ts';
import {entriesOf, sideOf} from './readMarket.ts';

const SIGNED = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?$/;

export const readExecutions = (frame: ExactObject): readonly ExecutionEvent[] =>
  entriesOf(fieldOf(frame, 'data'), 'data').map(entry => ({
    orderId: textOf(entry, 'order_id'),
    clientOrderId: optionalText(entry, 'cl_ord_id'),
    type: textOf(entry, 'exec_type'),
    orderStatus: optionalText(entry, 'order_status'),
    symbol: optionalText(entry, 'symbol'),
    side: fieldOf(entry, 'side') === undefined ? null : sideOf(entry, 'side'),
    orderQuantity: optionalAmount(entry, 'order_qty'),
    cumulativeQuantity: optionalAmount(entry, 'cum_qty'),
    triggerPrice: triggerPriceOf(entry),
    reason: optionalText(entry, 'reason') ?? optionalText(entry, 'cancel_reason'),
    time: timeOf(entry, 'timestamp'),
    fill: optionalText(entry, 'exec_id') === null || textOf(entry, 'exec_type') !== 'trade' ? null : readFill(entry),
  }));

const triggerPriceOf = (entry: ExactObject): string | null => {
  const triggers = fieldOf(entry, 'triggers');
  const price = isObject(triggers) ? optionalAmount(triggers, 'price') : optionalAmount(entry, 'stop_price');

  return price === null || Number(price) === 0 ? null : price;
};

const readFill = (entry: ExactObject): StreamedFill => ({
  executionId: textOf(entry, 'exec_id'),
  price: amountOf(entry, 'last_price'),
  quantity: amountOf(entry, 'last_qty'),
  fees: entriesOf(fieldOf(entry, 'fees') ?? [], 'fees').map(fee => ({
    asset: textOf(fee, 'asset'),
    quantity: amountOf(fee, 'qty'),
  })),
  liquidity: optionalText(entry, 'liquidity_ind') === 'm' ? 'maker' : 'taker',
});

export const readBalances = (frame: ExactObject): readonly Balance[] =>
  entriesOf(fieldOf(frame, 'data'), 'data').map(entry => ({
    asset: textOf(entry, 'asset'),
    total: signedOf(entry, 'balance'),
  }));

/** A balance can be below zero on a margin account. */
const signedOf = (entry: ExactObject, key: string): string => {
  const value = textOf(entry, key);
  if (!SIGNED.test(value)) throw new ShapeError(`"${key}" should be a number, got "${value}".`);

  return value;
};
