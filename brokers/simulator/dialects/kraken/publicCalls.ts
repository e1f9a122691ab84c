import {type Decimal, decimal, multiply, toText, ZERO} from '../../../../core/domain/Decimal.ts';
import type {Instrument} from '../../engine/Instrument.ts';
import type {Level} from '../../engine/OrderBook.ts';
import {type TapeCandle, vwapOf} from '../../tape/CandleSeries.ts';
import {assetName, findPair, pairName} from './KrakenNames.ts';
import {CallError} from './errors.ts';
import type {KrakenContext} from './KrakenContext.ts';
import {encode, fixed, NumberText} from './numberText.ts';
import {countParam, type Params, textParam} from './readOrder.ts';
import {dayStats} from './dayStats.ts';

type PublicCall = (context: KrakenContext, params: Params) => unknown;

export const INTERVALS: readonly number[] = [1, 5, 15, 30, 60, 240, 1440, 10080, 21600];
const HUNDRED = decimal('100');
const MOST_CANDLES = 720;
const MOST_TRADES = 1_000;
const MOST_LEVELS = 500;
const DEFAULT_LEVELS = 100;

/** The instrument of the `pair` parameter. Throws a CallError where there is none. */
export const pairParam = ({exchange}: KrakenContext, params: Params): Instrument => {
  const name = textParam(params, 'pair');
  const instrument = name === null ? null : findPair(exchange.instruments, name);
  if (instrument === null) throw new CallError('EQuery:Unknown asset pair');

  return instrument;
};

const percent = (share: Decimal): NumberText => new NumberText(toText(multiply(share, HUNDRED, 'down')));

const describePair = (instrument: Instrument): object => {
  const {base, quote, feeTiers, priceDigits, quantityDigits, minQuantity, minCost, tick} = instrument;
  const {alternative, restWs} = pairName(instrument);
  const tiers = (liquidity: 'maker' | 'taker') =>
    feeTiers.map(tier => [new NumberText(toText(tier.volume)), percent(tier[liquidity])]);

  return {
    altname: alternative,
    wsname: restWs,
    aclass_base: 'currency',
    base: assetName(base).id,
    aclass_quote: 'currency',
    quote: assetName(quote).id,
    lot: 'unit',
    cost_decimals: 5,
    pair_decimals: priceDigits,
    lot_decimals: quantityDigits,
    lot_multiplier: 1,
    leverage_buy: [],
    leverage_sell: [],
    fees: tiers('taker'),
    fees_maker: tiers('maker'),
    fee_volume_currency: 'ZUSD',
    margin_call: 80,
    margin_stop: 40,
    ordermin: toText(minQuantity),
    costmin: toText(minCost),
    tick_size: toText(tick),
    status: instrument.mode ?? 'online',
  };
};

const listPairs: PublicCall = ({exchange}, params) => {
  const names = textParam(params, 'pair')?.split(',') ?? null;
  const chosen = names === null ? exchange.instruments : names.map(name => pairParamOf(exchange.instruments, name));

  return Object.fromEntries(chosen.map(each => [pairName(each).id, describePair(each)]));
};

const pairParamOf = (instruments: readonly Instrument[], name: string): Instrument => {
  const found = findPair(instruments, name);
  if (found === null) throw new CallError('EQuery:Unknown asset pair');

  return found;
};

const listAssets: PublicCall = ({exchange}) => {
  const assets = new Set(exchange.instruments.flatMap(({base, quote}) => [base, quote]));
  const entries = [...assets].map(asset => {
    const {id, alternative, digits, shown} = assetName(asset);
    return [
      id,
      {aclass: 'currency', altname: alternative, decimals: digits, display_decimals: shown, status: 'enabled'},
    ];
  });

  return Object.fromEntries(entries);
};

const candleRow = (candle: TapeCandle, {priceDigits, quantityDigits}: Instrument) => {
  const price = (value: Decimal): string => fixed(value, priceDigits);
  const {time, open, high, low, close, volume, trades} = candle;

  return [
    time / 1_000,
    ...[open, high, low, close].map(price),
    cut(vwapOf(candle), priceDigits),
    fixed(volume, quantityDigits),
    trades,
  ];
};

/** Text with exactly so many digits, the rest cut. */
export const cut = (value: Decimal, digits: number): string => {
  const [whole = '', fraction = ''] = fixed(value, digits).split('.');

  return digits === 0 ? whole : `${whole}.${fraction.slice(0, digits)}`;
};

const ohlc: PublicCall = (context, params) => {
  const instrument = pairParam(context, params);
  const interval = countParam(params, 'interval') ?? 1;
  if (!INTERVALS.includes(interval)) throw new CallError('EGeneral:Invalid arguments:interval');
  const since = (countParam(params, 'since') ?? 0) * 1_000;
  const {candles} = context.tape(instrument.symbol);
  candles.fillTo(context.now());
  const bars = candles.bars(interval, MOST_CANDLES);
  const rows = bars.filter(bar => bar.time > since).map(bar => candleRow(bar, instrument));

  return {[pairName(instrument).id]: rows, last: (bars.at(-2)?.time ?? 0) / 1_000};
};

const trades: PublicCall = (context, params) => {
  const instrument = pairParam(context, params);
  const {priceDigits, quantityDigits} = instrument;
  const count = Math.min(countParam(params, 'count') ?? MOST_TRADES, MOST_TRADES);
  const since = textParam(params, 'since');
  const tape = context.tape(instrument.symbol);
  const list = since === null ? tape.recent(count) : tape.after(nanosOf(since), count);
  const rows = list.map(({price, quantity, nanos, takerSide, takerKind, id}) => [
    fixed(price, priceDigits),
    fixed(quantity, quantityDigits),
    new NumberText(`${nanos / 1_000_000_000n}.${String(nanos % 1_000_000_000n).padStart(9, '0')}`),
    takerSide === 'buy' ? 'b' : 's',
    takerKind === 'limit' ? 'l' : 'm',
    '',
    id,
  ]);

  return {[pairName(instrument).id]: rows, last: String(list.at(-1)?.nanos ?? since ?? '0')};
};

/** `since` is seconds, with a fraction or without, or nanoseconds when it is that long. */
const nanosOf = (text: string): bigint => {
  const match = /^(\d{1,19})(?:\.(\d{1,9}))?$/.exec(text);
  if (match === null) throw new CallError('EGeneral:Invalid arguments:since');
  const [, whole = '0', fraction = ''] = match;

  return whole.length > 12 ? BigInt(whole) : BigInt(whole + fraction.padEnd(9, '0'));
};

const depth: PublicCall = (context, params) => {
  const instrument = pairParam(context, params);
  const count = Math.min(countParam(params, 'count') ?? DEFAULT_LEVELS, MOST_LEVELS);
  const book = context.exchange.book(instrument.symbol);
  const time = Math.floor(context.now() / 1_000);
  const rows = (levels: readonly Level[]) =>
    levels
      .slice(0, count)
      .map(({price, quantity}) => [
        fixed(price, instrument.priceDigits),
        fixed(quantity, instrument.quantityDigits),
        time,
      ]);

  return {[pairName(instrument).id]: {asks: rows(book.levels('sell')), bids: rows(book.levels('buy'))}};
};

const describeTicker = (context: KrakenContext, instrument: Instrument): object => {
  const {symbol, priceDigits, quantityDigits} = instrument;
  const price = (value: Decimal): string => fixed(value, priceDigits);
  const quantity = (value: Decimal): string => fixed(value, quantityDigits);
  const book = context.exchange.book(symbol);
  const touch = (level: Level | undefined) => {
    const size = level?.quantity ?? ZERO;
    return [price(level?.price ?? ZERO), cut(size, 0), fixed(size, 3)];
  };
  const last = context.tape(symbol).recent(1)[0];
  const {today, day} = dayStats(context, symbol);

  return {
    a: touch(book.levels('sell')[0]),
    b: touch(book.levels('buy')[0]),
    c: [price(last?.price ?? ZERO), quantity(last?.quantity ?? ZERO)],
    v: [quantity(today.volume), quantity(day.volume)],
    p: [cut(vwapOf(today), priceDigits), cut(vwapOf(day), priceDigits)],
    t: [today.trades, day.trades],
    l: [price(today.low), price(day.low)],
    h: [price(today.high), price(day.high)],
    o: price(today.open),
  };
};

const ticker: PublicCall = (context, params) => {
  const names = textParam(params, 'pair')?.split(',') ?? null;
  const {instruments} = context.exchange;
  const chosen = names === null ? instruments : names.map(name => pairParamOf(instruments, name));

  return Object.fromEntries(chosen.map(each => [pairName(each).id, describeTicker(context, each)]));
};

/** REST calls that need no key. */
export const PUBLIC_CALLS: Readonly<Record<string, PublicCall>> = {
  Time: ({now}) => ({
    unixtime: Math.floor(now() / 1_000),
    rfc1123: new Date(now()).toUTCString().replace('GMT', '+0000'),
  }),
  SystemStatus: ({exchange, now}) => ({
    status: exchange.mode,
    timestamp: new Date(now()).toISOString().replace(/\.\d+Z/, 'Z'),
  }),
  Assets: listAssets,
  AssetPairs: listPairs,
  OHLC: ohlc,
  Trades: trades,
  Depth: depth,
  Ticker: ticker,
};

/** An answer in Kraken's envelope. */
export const envelope = (result: unknown): string => encode({error: [], result});

export const errorEnvelope = (text: string): string => encode({error: [text]});
