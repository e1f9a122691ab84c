import type {Trade} from '../../../core/domain/Trade.ts';

/** Trades of one market in the order of their times. */
export type TradeStream = {
  readonly symbol: string;
  /** The next trade without taking it, or null at the end. */
  peek(): Trade | null;
  next(): Trade | null;
};

/** Trades from anywhere as a stream whose times are moved by so many ms. */
export const streamOf = (symbol: string, trades: Iterator<Trade>, shiftMs: number): TradeStream => {
  let waiting: Trade | null | undefined;
  const draw = (): Trade | null => {
    const result = trades.next();
    return result.done === true ? null : {...result.value, time: result.value.time + shiftMs};
  };

  return {
    symbol,
    peek: () => (waiting === undefined ? (waiting = draw()) : waiting),
    next: () => {
      const trade = waiting === undefined ? draw() : waiting;
      waiting = trade === null ? null : undefined;
      return trade;
    },
  };
};
