import type {Footing} from './regime.ts';

/** TRAI's static brain: what it believes before it has seen anything. Plain data, read once at the start. */
export type TraiBrain = {
  readonly version: 1;
  /** How well a strategy fares on each footing, 0..1; the same for long and short. */
  readonly priors: Readonly<Record<string, Readonly<Record<Footing, number>>>>;
  /** For strategies without priors. */
  readonly unknownPrior: number;
  /** How much each thought counts in the score. */
  readonly weights: Readonly<Record<ThoughtName, number>>;
  /** Expected move, in ranges, that counts as full support from pattern memory. */
  readonly fullPatternMove: number;
  /** A target nearer than so many times the fees of the round trip is vetoed; 0 switches that off. */
  readonly minimumTargetToFees: number;
  /** Score from which on an autonomous TRAI enters on a signal that is itself too weak. */
  readonly promoteAt: number;
};

export type ThoughtName = 'prior' | 'confidence' | 'agreement' | 'patterns' | 'record';
