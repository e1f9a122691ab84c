import type {Side} from './Order.ts';

/** One public trade. */
export type Trade = {
  readonly symbol: string;
  /** Sequential at the venue where it has such ids; a jump is a gap. */
  readonly id: number;
  /** Venue time, ms UTC. */
  readonly time: number;
  readonly price: number;
  /** Base units. */
  readonly quantity: number;
  /** The side that took liquidity. */
  readonly takerSide: Side;
};
