import {describe, expect, test} from 'vitest';
import {isFinal, type OrderHappening, type OrderStatus, transition} from '../../core/domain/Order.ts';

/**
 * The only legal transitions, written down a second time from the specification: status by row, then what each
 * happening makes of it; a dash is not allowed. `+` marks the row of an order that has fills.
 */
const TABLE = `
                accepted     partiallyFilled fullyFilled rejected cancelRequested canceled      cancelRejected outcomeUnknown provenAbsent
INTENT          OPEN         PART            FILLED      REJECTED CANCEL_SENT     CANCELED      -              UNKNOWN        -
OPEN            OPEN         PART            FILLED      REJECTED CANCEL_SENT     CANCELED      -              UNKNOWN        -
PART+           PART         PART            FILLED      -        CANCEL_SENT     CANCELED_PART -              UNKNOWN        -
CANCEL_SENT     CANCEL_SENT  CANCEL_SENT     FILLED      REJECTED CANCEL_SENT     CANCELED      OPEN           UNKNOWN        -
CANCEL_SENT+    CANCEL_SENT  CANCEL_SENT     FILLED      -        CANCEL_SENT     CANCELED_PART PART           UNKNOWN        -
UNKNOWN         OPEN         PART            FILLED      REJECTED CANCEL_SENT     CANCELED      OPEN           UNKNOWN        DEAD
UNKNOWN+        PART         PART            FILLED      -        CANCEL_SENT     CANCELED_PART PART           UNKNOWN        DEAD
CANCELED        OPEN         PART            FILLED      -        -               CANCELED      CANCELED       -              -
CANCELED_PART+  PART         PART            FILLED      -        -               CANCELED_PART CANCELED_PART  -              -
REJECTED        OPEN         PART            FILLED      REJECTED -               -             -              -              -
DEAD            OPEN         PART            FILLED      -        -               CANCELED      -              -              DEAD
FILLED+         FILLED       FILLED          FILLED      -        -               FILLED        FILLED         -              -
`;

const [head = '', ...rows] = TABLE.trim().split('\n');
const happenings = head.trim().split(/\s+/) as OrderHappening[];
const cases = rows.flatMap(row => {
  const [from = '', ...cells] = row.trim().split(/\s+/);
  const status = from.replace('+', '') as OrderStatus;

  return happenings.map((happening, index) => ({
    ...{from, status, happening, hasFills: from.endsWith('+')},
    to: cells[index] === '-' ? null : (cells[index] ?? 'missing'),
  }));
});

test.each(cases)('$from, $happening: $to', ({status, happening, hasFills, to}) => {
  expect(transition(status, happening, hasFills)).toBe(to);
});

describe('final', () => {
  test.each(['FILLED', 'CANCELED', 'CANCELED_PART', 'REJECTED', 'DEAD'] as const)('%s is final', status => {
    expect(isFinal(status)).toBe(true);
  });

  test.each(['INTENT', 'OPEN', 'PART', 'CANCEL_SENT', 'UNKNOWN'] as const)('%s may still fill', status => {
    expect(isFinal(status)).toBe(false);
  });
});
