import type {Candle} from '../../core/domain/Candle.ts';
import {decimal, toText} from '../../core/domain/Decimal.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';
import type {CcxtMarket, CcxtMarkets, CcxtTrade, NumberText} from './CcxtClient.ts';

const MAX_NAMED = 40;

/** Spot markets only: nothing here knows of margin or contracts. @throws RangeError that names the known symbols. */
export const spotMarket = (exchange: string, markets: CcxtMarkets, symbol: string): CcxtMarket => {
  const market = markets[symbol];
  if (market?.spot === true && market.active !== false) return market;
  const known = Object.values(markets).flatMap(one => (one.spot === true && one.active !== false ? [one.symbol] : []));
  const more = known.length > MAX_NAMED ? `, and ${known.length - MAX_NAMED} more` : '';
  throw new RangeError(
    `${exchange} does not trade "${symbol}". Known: ${known.slice(0, MAX_NAMED).join(', ')}${more}.`,
  );
};

/** @throws RangeError when the venue does not say in which steps it counts: then no order could be written. */
export const specOf = (
  {symbol, base, quote, precision, limits, ...rest}: CcxtMarket,
  fees: {readonly maker?: NumberText; readonly taker?: NumberText} = {},
): MarketSpec => {
  const {price, amount} = precision;
  if (price === undefined || amount === undefined)
    throw new RangeError(`"${symbol}" has no price or quantity steps: it cannot be traded here.`);

  return {
    symbol,
    base,
    quote,
    kind: 'spot',
    tick: canonical(price),
    lot: canonical(amount),
    minQuantity: canonical(limits.amount?.min ?? '0'),
    minNotional: canonical(limits.cost?.min ?? '0'),
    makerFee: canonical(fees.maker ?? rest.maker ?? '0'),
    takerFee: canonical(fees.taker ?? rest.taker ?? '0'),
  };
};

const canonical = (text: string): string => toText(decimal(text));

/** Rows without a hole in them. ccxt drops the venue's word on whether a candle is closed: the caller goes by the clock. */
export const readCandles = (rows: readonly unknown[][]): readonly Candle[] =>
  rows.flatMap(row => {
    const [time = Number.NaN, open = 0, high = 0, low = 0, close = 0, volume = 0] = row.map(Number);
    const isWhole = Number.isSafeInteger(time) && [open, high, low, close].every(price => price > 0) && volume >= 0;

    return isWhole ? [{time, open, high, low, close, volume}] : [];
  });

/** A public trade of which only its number is still open. */
export type UnnumberedTrade = {
  readonly id: string;
  readonly time: number;
  readonly price: number;
  readonly quantity: number;
  readonly takerSide: 'buy' | 'sell';
};

/** A trade that cannot be read is left out: a bar without it is better than one with garbage. */
export const readTrades = (rows: readonly CcxtTrade[]): readonly UnnumberedTrade[] =>
  rows.flatMap(({id, timestamp, price, amount, side}) => {
    const trade = {
      id: id ?? `${timestamp} ${price} ${amount}`,
      time: timestamp ?? Number.NaN,
      price: Number(price),
      quantity: Number(amount),
    };
    const isWhole = Number.isSafeInteger(trade.time) && trade.price > 0 && trade.quantity > 0;

    return isWhole ? [{...trade, takerSide: side === 'sell' ? ('sell' as const) : ('buy' as const)}] : [];
  });
