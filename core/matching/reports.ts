import type {OpenOrder} from '../domain/AccountSnapshot.ts';
import {toText} from '../domain/Decimal.ts';
import type {OrderReport} from '../domain/OrderReport.ts';
import type {RestingOrder} from './RestingOrder.ts';

export const accepted = ({intent, venueOrderId}: RestingOrder, time: number): OrderReport => ({
  kind: 'accepted',
  time,
  clientOrderId: intent.clientOrderId,
  venueOrderId,
});

/** The order's present size and trigger, as a report. */
export const amended = ({intent, quantity, stopPrice}: RestingOrder, time: number): OrderReport => ({
  kind: 'amended',
  time,
  clientOrderId: intent.clientOrderId,
  quantity: toText(quantity),
  ...(stopPrice === null ? {} : {stopPrice: toText(stopPrice)}),
});

/** The order as the account shows it, with its present size and trigger. */
export const openOrder = ({intent, quantity, stopPrice, venueOrderId, filled}: RestingOrder): OpenOrder => ({
  intent: {...intent, quantity: toText(quantity), ...(stopPrice === null ? {} : {stopPrice: toText(stopPrice)})},
  venueOrderId,
  filled: toText(filled),
});
