import type {Reason} from '../../domain/Decision.ts';
import type {Side} from '../../domain/Order.ts';

/** What a strategy thinks of one bar; `strength` (0..1) says how much stronger the evidence is than it had to be. */
export type Opinion = {readonly action: Side | 'hold'; readonly strength: number; readonly reason: Reason};

/**
 * An opinion on `side` if every claim holds, otherwise a hold for the first one that does not.
 * The first claim is the strategy's trigger and is given as the reason of an entry.
 */
export const opine = (side: Side, claims: readonly [Reason, ...Reason[]], strength: number): Opinion => {
  const failed = claims.find(({passed}) => !passed);
  if (failed !== undefined) return {action: 'hold', strength: 0, reason: failed};

  return {action: side, strength, reason: claims[0]};
};

/** Where `value` lies between `from` (0) and `full` (1), cut off at both ends. */
export const rising = (value: number, from: number, full: number): number =>
  Math.max(0, Math.min(1, (value - from) / (full - from)));
