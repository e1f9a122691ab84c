import type {Decided, Row} from './Subject.ts';

/** The first bar on which two runs that must agree do not, and the expression that differs. */
export type Difference = {readonly row: Row; readonly expression: string; readonly was: string; readonly is: string};

/** Compares the rows that both runs have, to the last bit; null when they agree. */
export const firstDifference = (reference: Decided, other: Decided): Difference | null => {
  const count = Math.min(reference.rows.length, other.rows.length);
  for (let index = 0; index < count; index += 1) {
    const [a, b] = [reference.rows[index], other.rows[index]];
    if (a === undefined || b === undefined) return null;
    const found = differenceOf(a, b, reference.measures);
    if (found !== null) return found;
  }

  return null;
};

/** What was read comes first, for it is the cause of what was thought of it. */
const differenceOf = (a: Row, b: Row, measures: readonly string[]): Difference | null => {
  for (let index = 0; index < a.measured.length; index += 1) {
    if (Object.is(a.measured[index], b.measured[index])) continue;
    const expression = measures[index] ?? `value ${index}`;
    return {row: a, expression, was: String(a.measured[index]), is: String(b.measured[index])};
  }
  const [was, is] = [sayingOf(a), sayingOf(b)];
  const key = Object.keys(was).find(name => was[name] !== is[name]);
  if (key === undefined) return null;

  return {row: a, expression: expressionOf(a, b, key), was: String(was[key]), is: String(is[key])};
};

type Saying = Readonly<Record<string, string | number | null>>;

const sayingOf = ({action, confidence, reason, exitPlan, time, symbol}: Row): Saying => ({
  bar: `${symbol} ${time}`,
  reason: reason.code,
  value: reason.value,
  limit: reason.limit,
  subject: reason.subject,
  action,
  confidence,
  stopDistance: exitPlan?.stopDistance ?? null,
  targetDistance: exitPlan?.targetDistance ?? null,
  trailingDistance: exitPlan?.trailingDistance ?? null,
  maxBars: exitPlan?.maxBars ?? null,
});

/** A claim by its own words; for a signal that came or went, the claim of the run that has it. */
const expressionOf = (a: Row, b: Row, key: string): string => {
  const {reason} = a.action === 'hold' && b.action !== 'hold' ? b : a;
  const claim = `${reason.subject} (${reason.code})`;
  if (key === 'limit') return `limit of ${claim}`;

  return ['reason', 'value', 'subject'].includes(key) ? claim : `${key}, by ${claim}`;
};
