import type {Reason} from '../../domain/Decision.ts';
import type {Side} from '../../domain/Order.ts';
import {type Claim, claim, holds} from '../claim.ts';

/** What a strategy thinks of one bar; `strength` (0..1) says how much stronger the evidence is than it had to be. */
export type Opinion = {readonly action: Side | 'hold'; readonly strength: number; readonly reason: Reason};

/**
 * An opinion on `side` if every claim holds, otherwise a hold for the first one that does not.
 * The trigger is given as the reason of an entry; on most bars it fails, and the further claims are not even stated.
 */
export const opine = (side: Side, trigger: Claim, further: () => readonly Claim[], strength: number): Opinion => {
  const failed = holds(trigger) ? further().find(each => !holds(each)) : trigger;
  if (failed !== undefined) return {action: 'hold', strength: 0, reason: claim(failed)};

  return {action: side, strength, reason: claim(trigger)};
};

/** Where `value` lies between `from` (0) and `full` (1), cut off at both ends. */
export const rising = (value: number, from: number, full: number): number =>
  Math.max(0, Math.min(1, (value - from) / (full - from)));
