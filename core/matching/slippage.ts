import {type Decimal, add, fromNumber, maximum, subtract, toNumber} from '../domain/Decimal.ts';
import {type Market, roundAgainstUs} from '../domain/Market.ts';
import type {Side} from '../domain/Order.ts';
import type {FillSettings} from './FillSettings.ts';

/** How lively the market is around an execution. */
export type Liveliness = {
  /** Highest less lowest price of the bar or the rolling minute. */
  readonly range: number;
  /** Base units traded in it. */
  readonly volume: number;
};

const BPS = 10_000;

/** 1 / sqrt(4 ln 2): turns a high-low range into a standard deviation (Parkinson 1980). */
const PARKINSON = 0.600561204393225;

const shift = (market: Market, side: Side, raw: Decimal, offset: number): Decimal => {
  const worse = side === 'buy' ? add(raw, fromNumber(offset)) : subtract(raw, fromNumber(offset));

  return maximum(roundAgainstUs(market, side, worse), market.tick);
};

/** The quote that a taker of `side` meets where the last price is `raw` and no book is known. */
export const quoteAround = (market: Market, settings: FillSettings, side: Side, raw: Decimal): Decimal =>
  shift(market, side, raw, (toNumber(raw) * settings.halfSpreadBps) / BPS);

/**
 * Price of `quantity` taken around `raw`: half-spread plus the larger of fixed slippage and square-root impact, on the tick
 * grid, rounded against us. Impact is in price units, so that a mirrored price path has mirrored fills.
 */
export const takingPrice = (
  market: Market,
  settings: FillSettings,
  order: {readonly side: Side; readonly raw: Decimal; readonly quantity: Decimal},
  around: Liveliness,
): Decimal => {
  const price = toNumber(order.raw);
  const sigma = PARKINSON * around.range;
  const impact = settings.impact * sigma * Math.sqrt(toNumber(order.quantity) / around.volume);
  const slippage = Math.max((price * settings.slippageBps) / BPS, impact);

  return shift(market, order.side, order.raw, (price * settings.halfSpreadBps) / BPS + slippage);
};
