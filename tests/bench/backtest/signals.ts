import {at} from '../../../indicators/cells/at.ts';
import {adx, atr, type Bars, ema, rsi} from './columns.ts';
import {RULES} from './scene.ts';

/** What the two strategies say on every bar. */
export type Signals = {
  /** 1 to buy, -1 to sell, 0 to do nothing. */
  readonly side: Int8Array;
  /** 1 where it is `emaCross` that says so, 2 for `rsiReversal`. */
  readonly by: Int8Array;
  readonly atr: Float64Array;
};

const FULL_ADX = 40;
const FULL_DEPTH = 15;
const MIDDLE = 50;

/** Between 0 and 1. */
const rising = (value: number, from: number, full: number): number =>
  Math.max(0, Math.min(1, (value - from) / (full - from)));

/** The rules of `emaCross` and `rsiReversal` in one pass over columns; the surer one is taken, if it is sure enough. */
export const signalsOf = (bars: Bars): Signals => {
  const {ema: cross, rsi: reversal, minConfidence} = RULES;
  const fast = ema(bars, cross.fastPeriod);
  const slow = ema(bars, cross.slowPeriod);
  const trend = adx(bars, 14);
  const strength = rsi(bars, reversal.period);
  const side = new Int8Array(bars.rows);
  const by = new Int8Array(bars.rows);
  for (let row = 1; row < bars.rows; row += 1) {
    const gap = at(fast, row) - at(slow, row);
    const gapBefore = at(fast, row - 1) - at(slow, row - 1);
    const direction = at(trend, row);
    const crossed = direction > cross.minimumAdx ? crossing(gap, gapBefore) : 0;
    const turned = turning(at(strength, row), at(strength, row - 1), reversal.oversold);
    const sureOfCross = sureness.ofCross(crossed, direction);
    const sureOfTurn = sureness.ofTurn(turned, at(strength, row));
    if (Math.max(sureOfCross, sureOfTurn) < minConfidence) continue;
    side[row] = sureOfTurn > sureOfCross ? turned : crossed;
    by[row] = sureOfTurn > sureOfCross ? 2 : 1;
  }

  return {side, by, atr: atr(bars, 14)};
};

/** How sure each strategy is of a signal that it gives. */
export const sureness = {
  ofCross: (side: number, direction: number): number =>
    side === 0 ? 0 : 0.5 + 0.5 * rising(direction, RULES.ema.minimumAdx, FULL_ADX),
  ofTurn: (side: number, value: number): number => {
    const limit = side > 0 ? RULES.rsi.oversold : 2 * MIDDLE - RULES.rsi.oversold;

    return side === 0 ? 0 : 0.5 + 0.5 * rising(Math.abs(value - limit), 0, FULL_DEPTH);
  },
};

/** The gap between the averages has just changed its sign. */
export const crossing = (gap: number, before: number): number => {
  if (gap >= before) return gap > 0 && before < 0 ? 1 : 0;

  return gap < 0 && before > 0 ? -1 : 0;
};

export const turning = (value: number, before: number, oversold: number): number => {
  if (value < MIDDLE) return value < oversold && value > before ? 1 : 0;

  return value > 2 * MIDDLE - oversold && value < before ? -1 : 0;
};
