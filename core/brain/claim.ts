import type {Reason} from '../domain/Decision.ts';
import {roundToDigits} from './roundToDigits.ts';

type Claim = {
  readonly code: string;
  readonly subject: string;
  readonly value: number;
  readonly comparison: 'above' | 'below';
  readonly limit: number;
};

/** A measured condition whose `passed` is worked out here, so that no text can contradict its numbers. NaN passes nothing. */
export const claim = ({code, subject, value, comparison, limit}: Claim): Reason => ({
  code,
  subject,
  value: finiteOrNull(value),
  comparison,
  limit: finiteOrNull(limit),
  passed: comparison === 'above' ? value > limit : value < limit,
});

/** Significant digits that a reason keeps: enough to read, short enough to write on every bar. */
const DIGITS = 7;

/** NaN, the infinities and -0 do not survive JSON. */
const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? roundToDigits(value, DIGITS) : null);
