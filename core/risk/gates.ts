import {fromNumber, toText} from '../domain/Decimal.ts';
import type {Gate} from '../domain/Decision.ts';
import type {DecimalText} from '../domain/Market.ts';
import type {Amount, Verdict} from './RiskRule.ts';

const textOf = (amount: Amount | null): DecimalText | null => {
  if (amount === null) return null;

  return toText(typeof amount === 'number' ? fromNumber(amount) : amount);
};

/** A verdict as it is journaled and shown. */
export const toGate = ({code, passed, value, limit}: Verdict): Gate => ({
  code,
  passed,
  value: textOf(value),
  limit: textOf(limit),
});
