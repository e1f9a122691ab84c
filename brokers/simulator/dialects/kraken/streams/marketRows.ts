import {type Decimal, divide, subtract, toNumber, ZERO} from '../../../../../core/domain/Decimal.ts';
import type {Instrument} from '../../../engine/Instrument.ts';
import type {PublicTrade} from '../../../engine/orders.ts';
import {type TapeCandle, vwapOf} from '../../../tape/CandleSeries.ts';
import {dayStats} from '../dayStats.ts';
import {assetName} from '../KrakenNames.ts';
import type {KrakenContext} from '../KrakenContext.ts';
import {number, NumberText, stamp} from '../numberText.ts';
import {cut} from '../publicCalls.ts';

/** One public trade of the trade channel. */
export const publicTradeRow = (trade: PublicTrade, {symbol, priceDigits, quantityDigits}: Instrument): object => ({
  symbol,
  side: trade.takerSide,
  price: number(trade.price, priceDigits),
  qty: number(trade.quantity, quantityDigits),
  ord_type: trade.takerKind,
  trade_id: trade.id,
  timestamp: stamp(trade.time),
});

/** One bar of the ohlc channel. */
export const candleRow = (
  candle: TapeCandle,
  interval: number,
  {symbol, priceDigits, quantityDigits}: Instrument,
): object => {
  const price = (value: Decimal) => number(value, priceDigits);

  return {
    symbol,
    open: price(candle.open),
    high: price(candle.high),
    low: price(candle.low),
    close: price(candle.close),
    trades: candle.trades,
    volume: number(candle.volume, quantityDigits),
    vwap: new NumberText(cut(vwapOf(candle), priceDigits)),
    interval_begin: new Date(candle.time).toISOString().replace('.000Z', '.000000000Z'),
    interval,
    timestamp: stamp(candle.time + interval * 60_000),
  };
};

/** The ticker channel's row. */
export const tickerRow = (context: KrakenContext, {symbol, priceDigits, quantityDigits}: Instrument): object => {
  const price = (value: Decimal) => number(value, priceDigits);
  const quantity = (value: Decimal) => number(value, quantityDigits);
  const book = context.exchange.book(symbol);
  const [bid, ask] = [book.levels('buy')[0], book.levels('sell')[0]];
  const {day} = dayStats(context, symbol);
  const last = context.exchange.lastPrice(symbol) ?? day.close;
  const change = subtract(last, day.open);
  const changeShare = day.open === ZERO ? 0 : toNumber(divide(change, day.open, 'down')) * 100;

  return {
    symbol,
    bid: price(bid?.price ?? ZERO),
    bid_qty: quantity(bid?.quantity ?? ZERO),
    ask: price(ask?.price ?? ZERO),
    ask_qty: quantity(ask?.quantity ?? ZERO),
    last: price(last),
    volume: quantity(day.volume),
    vwap: new NumberText(cut(vwapOf(day), priceDigits)),
    low: price(day.low),
    high: price(day.high),
    change: price(change),
    change_pct: new NumberText(changeShare.toFixed(2)),
  };
};

/** Assets and pairs of the instrument channel. */
export const instrumentData = ({exchange}: KrakenContext): object => {
  const assets = [...new Set(exchange.instruments.flatMap(({base, quote}) => [base, quote]))];

  return {
    assets: assets.map(asset => ({
      id: asset,
      status: 'enabled',
      precision: assetName(asset).digits,
      precision_display: assetName(asset).shown,
      borrowable: false,
      collateral_value: new NumberText('0.00'),
    })),
    pairs: exchange.instruments.map(pairRow),
  };
};

const pairRow = ({
  symbol,
  base,
  quote,
  priceDigits,
  quantityDigits,
  tick,
  lot,
  minQuantity,
  minCost,
  mode = 'online',
}: Instrument): object => ({
  symbol,
  base,
  quote,
  status: mode,
  marginable: false,
  has_index: false,
  qty_precision: quantityDigits,
  qty_increment: number(lot, quantityDigits),
  qty_min: number(minQuantity, quantityDigits),
  price_precision: priceDigits,
  price_increment: number(tick, priceDigits),
  tick_size: number(tick, priceDigits),
  cost_precision: 5,
  cost_min: number(minCost, 2),
});
