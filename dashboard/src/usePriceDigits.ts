import {digitsOf} from './format.ts';
import {useBot} from './context.ts';

/** Digits after the point of each market's prices, from its tick. */
export const usePriceDigits = (): ReadonlyMap<string, number> =>
  useBot(
    ({state}) => new Map([...(state?.markets ?? [])].map(([symbol, {market}]) => [symbol, digitsOf(market.tick)])),
  );
