import type {Reason} from '../../domain/Decision.ts';
import type {Side} from '../../domain/Order.ts';
import {type Claim, claim, holds} from '../claim.ts';

/** What a strategy thinks of one bar; `strength` (0..1) says how much stronger the evidence is than it had to be. */
export type Opinion = {readonly action: Side | 'hold'; readonly strength: number; readonly reason: Reason};

/** A hold for the claim that does not hold. On most bars that is a strategy's trigger, and its further claims are not even stated. */
export const refuse = (failed: Claim): Opinion => ({action: 'hold', strength: 0, reason: claim(failed)});

/**
 * An opinion on `side` if the further claims hold, too, otherwise a hold for the first one that does not.
 * The trigger, which holds already, is given as the reason.
 */
export const opine = (side: Side, trigger: Claim, further: readonly Claim[], strength: number): Opinion => {
  const failed = further.find(each => !holds(each));

  return failed === undefined ? {action: side, strength, reason: claim(trigger)} : refuse(failed);
};

/** Where `value` lies between `from` (0) and `full` (1), cut off at both ends. */
export const rising = (value: number, from: number, full: number): number =>
  Math.max(0, Math.min(1, (value - from) / (full - from)));
