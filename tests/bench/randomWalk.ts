import type {Candle} from '../../core/domain/Candle.ts';

const MINUTE = 60_000;

/** One-minute candles of a random walk from a fixed seed, so that every machine measures the same ones. */
export const randomWalk = (count: number, from = 0, price = 30_000): readonly Candle[] => {
  let seed = 20_261_120;
  const chance = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  let close = price;

  return Array.from({length: count}, (_, index) => {
    const open = close;
    close = open * (1 + (chance() - 0.5) * 0.004);
    const high = Math.max(open, close) * (1 + chance() * 0.001);
    const low = Math.min(open, close) * (1 - chance() * 0.001);

    return {time: from + index * MINUTE, open, high, low, close, volume: chance() * 50};
  });
};
