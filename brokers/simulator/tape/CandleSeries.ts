import {add, type Decimal, divide, maximum, minimum, multiply, ZERO} from '../../../core/domain/Decimal.ts';
import type {PublicTrade} from '../engine/orders.ts';

const MINUTE_MS = 60_000;
/** About 35 days of minutes. */
const MAX_MINUTES = 50_000;

/** One bar with exact numbers; `cost` is the sum of price times quantity. */
export type TapeCandle = {
  readonly time: number;
  open: Decimal;
  high: Decimal;
  low: Decimal;
  close: Decimal;
  volume: Decimal;
  cost: Decimal;
  trades: number;
};

/** Volume-weighted average price; zero where nothing was traded. */
export const vwapOf = ({cost, volume}: TapeCandle): Decimal => (volume === ZERO ? ZERO : divide(cost, volume, 'down'));

/** One market's minutes, and all longer bars made of them; a minute without a trade is flat. */
export class CandleSeries {
  readonly #minutes: TapeCandle[] = [];

  add({time, price, quantity}: PublicTrade): void {
    this.fillTo(time);
    const start = time - (time % MINUTE_MS);
    let last = this.#minutes.at(-1);
    if (last === undefined || last.time < start) {
      last = {time: start, open: price, high: price, low: price, close: price, volume: ZERO, cost: ZERO, trades: 0};
      this.#push(last);
    }
    merge(last, {price, quantity});
  }

  /** Begins with minutes that an earlier incarnation has seen. */
  restore(minutes: readonly TapeCandle[]): void {
    this.#minutes.push(...minutes.map(minute => ({...minute})));
  }

  /** Closes the minutes before this time that had no trade. */
  fillTo(time: number): void {
    const start = time - (time % MINUTE_MS);
    for (
      let last = this.#minutes.at(-1);
      last !== undefined && last.time + MINUTE_MS < start;
      last = this.#minutes.at(-1)
    ) {
      const {close} = last;
      const flat = {open: close, high: close, low: close, close, volume: ZERO, cost: ZERO, trades: 0};
      this.#push({time: last.time + MINUTE_MS, ...flat});
    }
  }

  /** At most `count` bars of so many minutes, oldest first; the last one is still open. */
  bars(minutes: number, count: number): readonly TapeCandle[] {
    const spanMs = minutes * MINUTE_MS;
    const bars: TapeCandle[] = [];
    const from = Math.max(0, this.#minutes.length - count * minutes);
    for (const minute of this.#minutes.slice(from)) {
      const start = minute.time - (minute.time % spanMs);
      const last = bars.at(-1);
      if (last === undefined || last.time < start) bars.push({...minute, time: start});
      else join(last, minute);
    }

    return bars.slice(-count);
  }

  /** Bars as one, or null where there are none. */
  join(bars: readonly TapeCandle[]): TapeCandle | null {
    const [first, ...rest] = bars;
    if (first === undefined) return null;
    const whole = {...first};
    for (const bar of rest) join(whole, bar);

    return whole;
  }

  #push(candle: TapeCandle): void {
    this.#minutes.push(candle);
    if (this.#minutes.length > MAX_MINUTES * 1.1) this.#minutes.splice(0, this.#minutes.length - MAX_MINUTES);
  }
}

const merge = (candle: TapeCandle, {price, quantity}: {price: Decimal; quantity: Decimal}): void => {
  if (candle.trades === 0) candle.open = price;
  candle.high = candle.trades === 0 ? price : maximum(candle.high, price);
  candle.low = candle.trades === 0 ? price : minimum(candle.low, price);
  candle.close = price;
  candle.volume = add(candle.volume, quantity);
  candle.cost = add(candle.cost, multiply(price, quantity, 'down'));
  candle.trades += 1;
};

const join = (bar: TapeCandle, minute: TapeCandle): void => {
  bar.high = maximum(bar.high, minute.high);
  bar.low = minimum(bar.low, minute.low);
  bar.close = minute.close;
  bar.volume = add(bar.volume, minute.volume);
  bar.cost = add(bar.cost, minute.cost);
  bar.trades += minute.trades;
};
