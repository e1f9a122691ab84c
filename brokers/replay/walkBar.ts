import type {Candle} from '../../core/domain/Candle.ts';
import type {Trade} from '../../core/domain/Trade.ts';
import type {Random} from '../simulator/flow/Random.ts';

const STEPS_PER_LEG = 5;
const LEGS = 3;

type Bar = {
  readonly symbol: string;
  readonly candle: Candle;
  readonly lengthMs: number;
  readonly firstId: number;
  /** Price steps and quantity steps in one unit. */
  readonly ticksPerUnit: number;
  readonly lotsPerUnit: number;
};

/**
 * A plausible way through a bar for the screen: open, the nearer extreme, the other one, close.
 * The volumes add up to the bar's; a bar without volume has no way through it.
 */
export const walkBar = (
  {symbol, candle, lengthMs, firstId, ticksPerUnit, lotsPerUnit}: Bar,
  random: Random,
): readonly Trade[] => {
  if (candle.volume <= 0) return [];
  const prices = pathOf(candle, ticksPerUnit);
  const quantities = splitVolume(candle.volume, prices.length, lotsPerUnit);

  return prices.flatMap((price, index) => {
    const quantity = quantities[index] ?? 0;
    if (quantity <= 0) return [];
    const time = candle.time + Math.floor(((index + random.uniform()) * lengthMs) / prices.length);
    const takerSide = price >= (prices[index - 1] ?? price) ? 'buy' : 'sell';
    return [{symbol, id: firstId + index, time, price, quantity, takerSide} as const];
  });
};

const pathOf = ({open, high, low, close}: Candle, ticksPerUnit: number): readonly number[] => {
  const extremes = high - open <= open - low ? [high, low] : [low, high];
  const points = [open, ...extremes, close];
  const between = Array.from({length: LEGS}, (_, leg) => {
    const [from = open, to = close] = [points[leg], points[leg + 1]];
    return Array.from({length: STEPS_PER_LEG}, (__, step) => {
      if (step === 0) return from;
      return Math.round((from + ((to - from) * step) / STEPS_PER_LEG) * ticksPerUnit) / ticksPerUnit;
    });
  });

  return [...between.flat(), close].map(price => Math.min(high, Math.max(low, price)));
};

/** Whole lots, as even as they go; what is finer than a lot goes to the last one. */
const splitVolume = (volume: number, count: number, lotsPerUnit: number): readonly number[] => {
  const lots = Math.floor(volume * lotsPerUnit + 0.5);
  if (lots < count)
    return Array.from({length: count}, (_, index) => (index === 0 || index === count - 1 ? volume / 2 : 0));
  const each = Math.floor(lots / count);

  return Array.from(
    {length: count},
    (_, index) => (index === count - 1 ? lots - each * (count - 1) : each) / lotsPerUnit,
  );
};
