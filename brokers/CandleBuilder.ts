import {type Candle, TIMEFRAME_MS, type Timeframe, bucketStart} from '../core/domain/Candle.ts';
import type {Trade} from '../core/domain/Trade.ts';
import type {Bar} from '../core/domain/resample.ts';
import {LonePrice} from './candles/LonePrice.ts';
import {TradeBucket} from './candles/TradeBucket.ts';
import {TradeIds} from './candles/TradeIds.ts';

/** Closed buckets per symbol that a late trade can still revise; an older trade is only counted. */
export const REVISABLE_BUCKETS = 10;
/** Flat bars in a row; a longer silence stays a hole in the series, and the bar after it is suspect. */
export const MAX_FLAT_BARS = 1_440;
/** Symbols that one builder keeps. */
export const MAX_SYMBOLS = 200;

export type CandleListener = {
  onClosed(symbol: string, bar: Bar): void;
  /** What a closed bar would have been with a trade that came too late for it. */
  onRevised(symbol: string, candle: Candle): void;
};

/** Trades that became part of no bar, by reason. */
export type Refusals = {duplicate: number; invalid: number; tooLate: number; unbelievable: number};

type Market = {
  readonly symbol: string;
  readonly ids: TradeIds;
  /** Buckets by open time: those still open and the last closed ones. */
  readonly buckets: Map<number, TradeBucket>;
  /** Open time of the oldest bucket that has not closed. */
  next: number;
  previousClose: number | null;
  readonly lonePrice: LonePrice;
  /** Buckets up to this open time are suspect. */
  suspectThrough: number;
  /** A trade far ahead, not believed until a second one agrees. */
  held: Trade | null;
};

/**
 * Turns the trades of several symbols into closed base candles, by venue time.
 * A bar closes at its end plus a grace by the market clock, or on the first trade two buckets on; what order the trades
 * come in before that does not matter. A closed bar never changes.
 */
export class CandleBuilder {
  readonly refused: Refusals = {duplicate: 0, invalid: 0, tooLate: 0, unbelievable: 0};
  readonly #lengthMs: number;
  readonly #graceMs: number;
  readonly #listener: CandleListener;
  readonly #markets = new Map<string, Market>();

  constructor({
    base = '1m',
    graceMs = 1_500,
    listener,
  }: {base?: Timeframe; graceMs?: number; listener: CandleListener}) {
    this.#lengthMs = TIMEFRAME_MS[base];
    this.#graceMs = graceMs;
    this.#listener = listener;
  }

  /** Goes on after the last bar of the history: the next bar is complete and a silent one can be flat. Without it the first bar is suspect. */
  begin(symbol: string, last: Candle): void {
    const market = this.#market(symbol, last.time + this.#lengthMs);
    market.previousClose = last.close;
    market.suspectThrough = Number.NEGATIVE_INFINITY;
  }

  add(trade: Trade): void {
    if (!isValid(trade)) return this.#refuse('invalid');
    const market = this.#market(trade.symbol, bucketStart(trade.time, this.#lengthMs));
    if (this.#isUnbelievable(market, trade)) return;

    this.#place(market, trade);
  }

  /** Closes what is due at this market time, in time order over all symbols. */
  advance(now: number): void {
    const due = now - this.#graceMs - this.#lengthMs;
    for (let time = this.#oldest(); time <= due; time = this.#oldest()) {
      for (const market of this.#markets.values()) if (market.next === time) this.#closeOrSkip(market, due);
    }
  }

  /** From now on trades may lack: every bar that closes is suspect until the feed is back. */
  loseFeed(symbol: string): void {
    const market = this.#markets.get(symbol);
    if (market !== undefined) market.suspectThrough = Number.POSITIVE_INFINITY;
  }

  /** The bar that `now` falls into is the last suspect one. */
  restoreFeed(symbol: string, now: number): void {
    const market = this.#markets.get(symbol);
    if (market?.suspectThrough === Number.POSITIVE_INFINITY) market.suspectThrough = bucketStart(now, this.#lengthMs);
  }

  /** The newest bar with a trade in it that has not closed, or null. */
  forming(symbol: string): Candle | null {
    const market = this.#markets.get(symbol);
    if (market === undefined) return null;
    let newest: TradeBucket | null = null;
    for (const bucket of market.buckets.values()) {
      if (bucket.time >= market.next && bucket.time > (newest?.time ?? Number.NEGATIVE_INFINITY)) newest = bucket;
    }

    return newest?.candle() ?? null;
  }

  #market(symbol: string, next: number): Market {
    const known = this.#markets.get(symbol);
    if (known !== undefined) return known;
    if (this.#markets.size >= MAX_SYMBOLS) {
      throw new RangeError(`No room for candles of "${symbol}": at most ${MAX_SYMBOLS} symbols.`);
    }
    const market = {
      symbol,
      ids: new TradeIds(),
      buckets: new Map(),
      next,
      previousClose: null,
      lonePrice: new LonePrice(),
      suspectThrough: next,
      held: null,
    };
    this.#markets.set(symbol, market);

    return market;
  }

  /** One wrong time stamp must not carry the market years ahead: a jump beyond the flat bars needs a second trade. */
  #isUnbelievable(market: Market, trade: Trade): boolean {
    const isFar = trade.time >= market.next + MAX_FLAT_BARS * this.#lengthMs;
    const held = market.held;
    market.held = isFar && held === null ? trade : null;
    if (held === null) return isFar;
    if (isFar) this.#place(market, held);
    else this.#refuse('unbelievable');

    return false;
  }

  #place(market: Market, trade: Trade): void {
    const time = bucketStart(trade.time, this.#lengthMs);
    if (market.previousClose === null && time < market.next) market.next = market.suspectThrough = time;
    this.#closeThrough(market, time - 2 * this.#lengthMs);
    const isLate = time < market.next;
    if (isLate && !market.buckets.has(time)) return this.#refuse('tooLate');
    if (!market.ids.take(trade.id, trade.time)) return this.#refuse('duplicate');

    const bucket = market.buckets.get(time) ?? this.#open(market, time);
    bucket.add(trade);
    if (isLate) this.#listener.onRevised(market.symbol, bucket.candle());
  }

  #open(market: Market, time: number): TradeBucket {
    const bucket = new TradeBucket(time);
    market.buckets.set(time, bucket);

    return bucket;
  }

  #oldest(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const market of this.#markets.values()) oldest = Math.min(oldest, market.next);

    return oldest;
  }

  #closeThrough(market: Market, last: number): void {
    while (market.next <= last) this.#closeOrSkip(market, last);
  }

  /** Closes the next bar; a silence too long for flat bars is skipped up to where trades are again, or to `last`. */
  #closeOrSkip(market: Market, last: number): void {
    const hasTrades = [...market.buckets.keys()].some(time => time >= market.next);
    if (hasTrades || last - market.next < MAX_FLAT_BARS * this.#lengthMs) return this.#close(market);

    market.next = bucketStart(last, this.#lengthMs) + this.#lengthMs;
    market.suspectThrough = Math.max(market.suspectThrough, market.next + this.#lengthMs);
  }

  #close(market: Market): void {
    const time = market.next;
    market.next += this.#lengthMs;
    const bucket = market.buckets.get(time) ?? this.#open(market, time);
    const isFlat = bucket.isEmpty;
    if (isFlat && market.previousClose !== null) bucket.rest(market.previousClose);
    const hasGap = time <= market.suspectThrough || market.ids.hasGap(time, market.next);
    this.#forget(market);
    if (isFlat && market.previousClose === null) return;

    const candle = bucket.candle();
    const isLone = !isFlat && market.lonePrice.isIn(candle, bucket.gapAtEnds(market.previousClose));
    if (!isFlat && !isLone) market.lonePrice.learn(candle);
    market.previousClose = candle.close;
    this.#listener.onClosed(market.symbol, {candle, flat: isFlat, suspect: hasGap || isLone});
  }

  #forget(market: Market): void {
    const oldest = market.next - REVISABLE_BUCKETS * this.#lengthMs;
    for (const [time, bucket] of market.buckets) {
      if (time >= oldest) continue;
      market.buckets.delete(time);
      market.ids.forget(oldest, bucket.highestId);
    }
  }

  #refuse(reason: keyof Refusals): void {
    this.refused[reason] += 1;
  }
}

const isValid = ({id, time, price, quantity}: Trade): boolean =>
  Number.isSafeInteger(id) &&
  Number.isSafeInteger(time) &&
  time >= 0 &&
  price > 0 &&
  quantity > 0 &&
  price + quantity < Number.POSITIVE_INFINITY;
