import type {DecimalText} from './Market.ts';
import type {Side} from './Order.ts';

/** How sure somebody is, from 0 to 1; never a percentage. */
export type Confidence = number & {readonly __unit: 'Confidence'};

/** Clamps into 0..1; NaN counts as no confidence at all. */
export const confidence = (value: number): Confidence => {
  if (!(value > 0)) return 0 as Confidence;

  return (value > 1 ? 1 : value) as Confidence;
};

/** One measured condition: `subject` (say `RSI`) was held against `limit` by `comparison`. */
export type Reason = {
  /** Stable name for counters and searches, such as `RSI_NOT_OVERSOLD`. */
  readonly code: string;
  readonly subject: string;
  readonly value: number | null;
  readonly comparison: 'above' | 'below' | 'within' | 'equal' | 'none';
  readonly limit: number | null;
  readonly passed: boolean;
};

const digits = (value: number): string => {
  const magnitude = Math.abs(value);
  if (magnitude >= 1000) return value.toFixed(1);
  if (magnitude >= 1) return value.toFixed(2);

  return Number(value.toPrecision(3)).toString();
};

/** The reason as a sentence for people: `RSI 48.20 is not below 30.00`. */
export const describeReason = (reason: Reason): string => {
  const {subject, value, comparison, limit, passed} = reason;
  if (comparison === 'none' || value === null) return subject;
  const claim = `${subject} ${digits(value)} is ${passed ? '' : 'not '}${comparison === 'equal' ? 'equal to' : comparison}`;

  return limit === null ? claim : `${claim} ${digits(limit)}`;
};

/** A condition without numbers, said in words. */
export const plainReason = (code: string, subject: string, passed: boolean): Reason => ({
  code,
  subject,
  value: null,
  comparison: 'none',
  limit: null,
  passed,
});

/** How a trade will be left, as distances from the entry price in price units; frozen when the entry fills. */
export type ExitPlan = {
  readonly stopDistance: number;
  readonly targetDistance: number;
  /** Distance at which the stop follows the best price, or null for a fixed stop. */
  readonly trailingDistance: number | null;
  /** Bars of the decision timeframe after which the trade is closed at the market. */
  readonly maxBars: number;
};

/** One strategy's opinion of one market on one closed candle. */
export type Signal = {
  readonly strategy: string;
  readonly action: Side | 'hold';
  readonly confidence: Confidence;
  readonly reason: Reason;
  /** There for `buy` and `sell`, null for `hold`. */
  readonly exitPlan: ExitPlan | null;
};

/** Whether anybody wants to trade. Asked at each bar, so it makes no closure. */
export const hasOpinion = (signals: readonly Signal[]): boolean => {
  for (const {action} of signals) if (action !== 'hold') return true;

  return false;
};

/** What pattern memory remembers of shapes like the present one. */
export type PatternEvidence = {
  /** Closest remembered shapes, nearest first. */
  readonly neighbours: readonly {readonly id: string; readonly distance: number; readonly move: number}[];
  /** Mean move that followed, in ATR units; positive is up. */
  readonly expectedMove: number;
  /** Share of the neighbours after which the price rose, 0..1. */
  readonly upShare: number;
  /** The present shape, standardised. */
  readonly shape: readonly number[];
};

/** TRAI's say on the brain's candidate. */
export type TraiVerdict = {
  readonly mode: 'passive' | 'advisory' | 'hybrid' | 'autonomous';
  readonly verdict: 'approve' | 'veto' | 'abstain';
  readonly score: Confidence;
  /** The chain of thought, one measured step a line. */
  readonly thoughts: readonly Reason[];
};

/** The brain's verdict for one market on one closed candle, before risk. */
export type Judgement = {
  readonly signals: readonly Signal[];
  /** The signal that won and owns the trade, or null for hold. */
  readonly winner: Signal | null;
  /** Share of the strategies with an opinion that agree with the winner; scales the size only. */
  readonly agreement: Confidence;
  /** Why it holds, or why it enters. */
  readonly reason: Reason;
  readonly regime: string;
  readonly patterns: PatternEvidence | null;
  readonly trai: TraiVerdict | null;
};

/** One risk gate that an intended order went through. */
export type Gate = {
  readonly code: string;
  readonly passed: boolean;
  readonly value: DecimalText | null;
  readonly limit: DecimalText | null;
};
