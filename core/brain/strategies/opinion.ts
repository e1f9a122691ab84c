import type {Reason} from '../../domain/Decision.ts';
import type {Side} from '../../domain/Order.ts';
import {type Claim, claim, holds} from '../claim.ts';

/** What a strategy thinks of one bar; `strength` (0..1) says how much stronger the evidence is than it had to be. */
export type Opinion = {readonly action: Side | 'hold'; readonly strength: number; readonly reason: Reason};

/**
 * An opinion on `side` if every claim holds, otherwise a hold for the first one that does not.
 * The first claim is the strategy's trigger and is given as the reason of an entry. Only what is given as a reason is
 * written out: on most bars that is one claim of each strategy.
 */
export const opine = (side: Side, claims: readonly [Claim, ...Claim[]], strength: number): Opinion => {
  for (const each of claims) if (!holds(each)) return {action: 'hold', strength: 0, reason: claim(each)};

  return {action: side, strength, reason: claim(claims[0])};
};

/** Where `value` lies between `from` (0) and `full` (1), cut off at both ends. */
export const rising = (value: number, from: number, full: number): number =>
  Math.max(0, Math.min(1, (value - from) / (full - from)));
