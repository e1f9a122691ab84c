import type {Reason} from '../domain/Decision.ts';
import {roundToDigits} from './roundToDigits.ts';

export type Claim = {
  readonly code: string;
  readonly subject: string;
  readonly value: number;
  readonly comparison: 'above' | 'below';
  readonly limit: number;
};

/** Whether it holds; NaN passes nothing. */
export const holds = (value: number, comparison: Claim['comparison'], limit: number): boolean =>
  comparison === 'above' ? value > limit : value < limit;

/** A measured condition whose `passed` is worked out here, so that no text can contradict its numbers. NaN passes nothing. */
export const claim = (stated: Claim): Reason => ({
  code: stated.code,
  subject: stated.subject,
  value: finiteOrNull(stated.value),
  comparison: stated.comparison,
  limit: finiteOrNull(stated.limit),
  passed: holds(stated.value, stated.comparison, stated.limit),
});

/** Significant digits that a reason keeps: enough to read, short enough to write on every bar. */
const DIGITS = 7;

/** NaN, the infinities and -0 do not survive JSON. */
const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? roundToDigits(value, DIGITS) : null);
