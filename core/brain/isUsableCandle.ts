import type {Candle} from '../domain/Candle.ts';

/** True for a candle that cannot spoil what is computed from it: finite numbers, and a range that holds open and close. */
export const isUsableCandle = ({time, open, high, low, close, volume}: Candle): boolean =>
  Number.isFinite(time + open + high + low + close + volume) &&
  volume >= 0 &&
  low <= Math.min(open, close) &&
  high >= Math.max(open, close);
