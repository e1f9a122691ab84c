import {decimal, toText} from '../../core/domain/Decimal.ts';
import type {Side} from '../../core/domain/Order.ts';
import {VenueUnreachable} from '../net/VenueError.ts';
import type {Balance, FoundFill, FoundOrder} from '../orders/evidence.ts';
import type {CcxtOrder, CcxtTrade, NumberText} from './CcxtClient.ts';
import type {Quirks} from './quirks.ts';

/** An answer that cannot be read proves nothing: it counts as none. */
const required = <Value>(value: Value | undefined | null, what: string): Value => {
  if (value === undefined || value === null) throw new VenueUnreachable(`An answer has no "${what}".`);

  return value;
};

const amountOf = (text: NumberText, what: string): string => {
  try {
    return toText(decimal(required(text, what)));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new VenueUnreachable(`An answer has "${what}" that is no number: ${error.message}`);
  }
};

const optionalAmount = (text: NumberText, what: string): string | null =>
  text === undefined || text === null ? null : amountOf(text, what);

const sideOf = (text: string | undefined): Side => {
  if (text === 'buy' || text === 'sell') return text;
  throw new VenueUnreachable(`An answer has a "side" that is neither buy nor sell: "${text}".`);
};

const ENDS: ReadonlySet<string> = new Set(['closed', 'canceled', 'expired', 'rejected']);

/** Text of the venue's own answer, or null. */
const infoOf = (info: unknown, field: string): string | null => {
  const value = typeof info === 'object' && info !== null ? (info as Record<string, unknown>)[field] : undefined;

  return typeof value === 'string' && value !== '' ? value : null;
};

/** True when the venue has ended the order. No status is no end: some answers have none. */
export const hasEnded = ({status}: CcxtOrder): boolean => status !== undefined && ENDS.has(status);

export const readOrder = (order: CcxtOrder, {clientIdField}: Quirks): FoundOrder => ({
  orderId: required(order.id, 'id'),
  clientOrderId: clientIdField === null ? (order.clientOrderId ?? null) : infoOf(order.info, clientIdField),
  pair: order.symbol ?? '',
  side: sideOf(order.side),
  orderType: order.type ?? '',
  status: hasEnded(order) ? (order.status ?? '') : 'open',
  quantity: amountOf(order.amount, 'amount'),
  executed: amountOf(order.filled ?? '0', 'filled'),
  limitPrice: optionalAmount(order.price, 'price'),
  triggerPrice: optionalAmount(order.stopLossPrice ?? order.triggerPrice, 'triggerPrice'),
  reason: infoOf(order.info, 'reason'),
});

export const readFill = (trade: CcxtTrade): FoundFill => {
  const fee = trade.fee ?? trade.fees?.[0];

  return {
    executionId: required(trade.id, 'id'),
    orderId: required(trade.order, 'order'),
    pair: trade.symbol ?? '',
    side: sideOf(trade.side),
    price: amountOf(trade.price, 'price'),
    quantity: amountOf(trade.amount, 'amount'),
    fee: amountOf(fee?.cost ?? '0', 'fee'),
    feeAsset: fee?.currency ?? null,
    time: required(trade.timestamp, 'timestamp'),
    liquidity: trade.takerOrMaker === 'maker' ? 'maker' : 'taker',
  };
};

/** What is owned of each asset, nothing left out but zeros. */
export const readBalances = (total: Readonly<Record<string, NumberText>>): readonly Balance[] =>
  Object.entries(total)
    .map(([asset, text]) => ({asset, total: amountOf(text ?? '0', asset)}))
    .filter(balance => balance.total !== '0');
