import type {Random} from '../../../brokers/simulator/flow/Random.ts';
import type {Candle, Timeframe} from '../../domain/Candle.ts';

/** The closed bars of all markets on trial; no market is ever left out of a cut, for a strategy may look at several. */
export type BarSet = {readonly timeframe: Timeframe; readonly series: readonly Series[]};

export type Series = {readonly symbol: string; readonly candles: readonly Candle[]};

const mapSeries = (set: BarSet, change: (candles: readonly Candle[]) => readonly Candle[]): BarSet => ({
  ...set,
  series: set.series.map(({symbol, candles}) => ({symbol, candles: change(candles)})),
});

/** All markets up to and including the bar that opened at `time`. */
export const cutAfter = (set: BarSet, time: number): BarSet =>
  mapSeries(set, candles => candles.filter(candle => candle.time <= time));

/** All markets from the bar that opened at `time`. */
export const beginAt = (set: BarSet, time: number): BarSet =>
  mapSeries(set, candles => candles.filter(candle => candle.time >= time));

/** The same bars up to `time`, and garbage after it: well-formed candles at half to twice the price, with any volume. */
export const poisonAfter = (set: BarSet, time: number, random: Random): BarSet =>
  mapSeries(set, candles => candles.map(candle => (candle.time > time ? garbage(candle, random) : candle)));

const garbage = ({time, close, volume}: Candle, random: Random): Candle => {
  const [a, b, c, d] = [0, 1, 2, 3].map(() => close * random.between(0.5, 2));
  const prices = [a ?? close, b ?? close, c ?? close, d ?? close];

  return {
    time,
    open: a ?? close,
    high: Math.max(...prices),
    low: Math.min(...prices),
    close: b ?? close,
    volume: (volume + 1) * random.between(0, 10),
  };
};

/** Finest digits of a price that are looked for. */
const MAX_DIGITS = 8;

const digitsOf = (price: number): number => {
  for (let digits = 0; digits < MAX_DIGITS; digits += 1)
    if (Math.abs(price * 10 ** digits - Math.round(price * 10 ** digits)) < 1e-6) return digits;

  return MAX_DIGITS;
};

/** The same markets counted in their smallest price steps: whole numbers, of which sums and differences are exact. */
export const inTicks = (set: BarSet): BarSet =>
  mapSeries(set, candles => {
    const digits = candles.reduce(
      (most, {open, high, low, close}) => Math.max(most, ...[open, high, low, close].map(digitsOf)),
      0,
    );
    const whole = (price: number): number => Math.round(price * 10 ** digits);

    return candles.map(({time, open, high, low, close, volume}) => ({
      ...{time, volume, open: whole(open), high: whole(high), low: whole(low), close: whole(close)},
    }));
  });

/** Every market upside down: a price p becomes `level - p`, with the level above every price. */
export const mirror = (set: BarSet): BarSet => mapSeries(set, mirrorCandles);

const mirrorCandles = (candles: readonly Candle[]): readonly Candle[] => {
  const highest = candles.reduce((most, {high}) => Math.max(most, high), 0);
  const level = 2 ** Math.ceil(Math.log2(2 * highest));

  return candles.map(({time, open, high, low, close, volume}) => ({
    time,
    open: level - open,
    high: level - low,
    low: level - high,
    close: level - close,
    volume,
  }));
};

/** Open times of all bars, ascending, each once. */
export const timesOf = ({series}: BarSet): readonly number[] =>
  [...new Set(series.flatMap(({candles}) => candles.map(({time}) => time)))].sort((a, b) => a - b);
