import type {Candle} from '../../../core/domain/Candle.ts';
import type {Trade} from '../../../core/domain/Trade.ts';
import {type ExactObject, type ExactValue, parseExact} from '../../net/exactJson.ts';
import {
  amountOf,
  fieldOf,
  integerOf,
  listOf,
  objectOf,
  optionalAmount,
  optionalText,
  positiveOf,
  ShapeError,
  textOf,
} from '../../net/fields.ts';
import type {Balance, FoundFill, FoundOrder} from '../../orders/evidence.ts';
import {sideOf} from './readMarket.ts';

const ANSWER_LIMITS = {maxLength: 16_777_216, maxDepth: 16};

export type RestAnswer = {readonly errors: readonly string[]; readonly result: ExactObject};

/** The frame around every answer. @throws SyntaxError or ShapeError when it is something else, such as a proxy's page. */
export const readAnswer = (text: string): RestAnswer => {
  const frame = objectOf(parseExact(text, ANSWER_LIMITS), 'answer');
  const errors = listOf(fieldOf(frame, 'error'), 'error').map(error => String(error));
  const result = fieldOf(frame, 'result');

  return {errors, result: result === undefined || errors.length > 0 ? {} : objectOf(result, 'result')};
};

/** Closed candles of an `OHLC` answer, oldest first. */
export const readCandles = (result: ExactObject): readonly Candle[] => {
  const rows = listOf(listsIn(result)[0], 'candles');

  // The last row is the candle that still forms.
  return rows.slice(0, -1).map(row => {
    const [time, open, high, low, close, , volume] = listOf(row, 'candle');
    const fields = column({time, open, high, low, close, volume});

    return {
      time: integerOf(fields, 'time') * 1_000,
      open: positiveOf(fields, 'open'),
      high: positiveOf(fields, 'high'),
      low: positiveOf(fields, 'low'),
      close: positiveOf(fields, 'close'),
      volume: Number(amountOf(fields, 'volume')),
    };
  });
};

/** One page of public trades, oldest first, and where the next one begins: a time in nanoseconds that no two trades share. */
export type TradePage = {readonly trades: readonly Trade[]; readonly next: string};

/** Public trades of a `Trades` answer. */
export const readPublicTrades = (result: ExactObject, symbol: string): TradePage => ({
  trades: tradesOf(result, symbol),
  next: textOf(result, 'last'),
});

const tradesOf = (result: ExactObject, symbol: string): readonly Trade[] =>
  listOf(listsIn(result)[0] ?? [], 'trades').map(row => {
    const [price, quantity, time, side, , , id] = listOf(row, 'trade');
    const fields = column({price, quantity, time, id});

    return {
      symbol,
      id: integerOf(fields, 'id'),
      time: secondsOf(fields, 'time'),
      price: positiveOf(fields, 'price'),
      quantity: positiveOf(fields, 'quantity'),
      takerSide: side === 's' ? 'sell' : 'buy',
    };
  });

const listsIn = (result: ExactObject): readonly ExactValue[] => Object.values(result).filter(Array.isArray);

const column = (values: Readonly<Record<string, ExactValue | undefined>>): ExactObject =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value ?? null]));

/** Ms UTC of a time in seconds with a fraction. */
const secondsOf = (object: ExactObject, key: string): number => Math.floor(Number(amountOf(object, key)) * 1_000);

/** Orders of an `OpenOrders` or `ClosedOrders` answer. */
export const readOrders = (result: ExactObject, key: 'open' | 'closed'): readonly FoundOrder[] =>
  Object.entries(objectOf(fieldOf(result, key), key)).map(([orderId, value]) => {
    const order = objectOf(value, orderId);
    const descr = objectOf(fieldOf(order, 'descr'), 'descr');
    const orderType = textOf(descr, 'ordertype');
    const isStop = orderType.startsWith('stop-loss');
    const price = aboveZero(optionalAmount(descr, 'price'));

    return {
      orderId,
      clientOrderId: optionalText(order, 'cl_ord_id'),
      pair: textOf(descr, 'pair'),
      side: sideOf(descr, 'type'),
      orderType,
      status: textOf(order, 'status'),
      quantity: amountOf(order, 'vol'),
      executed: amountOf(order, 'vol_exec'),
      limitPrice: isStop ? null : price,
      triggerPrice: isStop ? (price ?? aboveZero(optionalAmount(order, 'stopprice'))) : null,
      reason: optionalText(order, 'reason'),
    };
  });

const aboveZero = (text: string | null): string | null => (text === null || Number(text) === 0 ? null : text);

export const readFills = (result: ExactObject): readonly FoundFill[] =>
  Object.entries(objectOf(fieldOf(result, 'trades'), 'trades')).map(([executionId, value]) => {
    const fill = objectOf(value, executionId);

    return {
      executionId,
      orderId: textOf(fill, 'ordertxid'),
      pair: textOf(fill, 'pair'),
      side: sideOf(fill, 'type'),
      price: amountOf(fill, 'price'),
      quantity: amountOf(fill, 'vol'),
      fee: amountOf(fill, 'fee'),
      feeAsset: null,
      time: secondsOf(fill, 'time'),
      liquidity: fieldOf(fill, 'maker') === true ? 'maker' : 'taker',
    };
  });

/** Balances of a `BalanceEx` or `Balance` answer, under the venue's names. */
export const readBalanceList = (result: ExactObject): readonly Balance[] =>
  Object.entries(result).map(([asset, value]) => ({
    asset,
    total: typeof value === 'string' ? textOf(result, asset) : textOf(objectOf(value, asset), 'balance'),
  }));

/** @throws ShapeError when there is no token in it. */
export const readToken = (result: ExactObject): string => {
  const token = optionalText(result, 'token');
  if (token === null || token === '') throw new ShapeError('"token" should be text.');

  return token;
};
