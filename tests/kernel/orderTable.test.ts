import {describe, expect, test} from 'vitest';
import {isFinal, type OrderHappening, type OrderStatus, transition} from '../../core/domain/Order.ts';

/**
 * The only legal transitions, written down a second time from the specification: status by row, then what each
 * happening makes of it; a dash is not allowed. `+` marks the row of an order that
 * has fills, the one at hand included. The specification's SENT is INTENT here, its EXPIRED is CANCELED, its NEW and DENIED are no
 * orders yet. One cell is wider than it says: what is being cancelled may be refused as a whole before it ever rested.
 */
const TABLE = `
                accepted     partiallyFilled fullyFilled rejected cancelRequested canceled      cancelRejected outcomeUnknown provenAbsent
INTENT          OPEN         PART            FILLED      REJECTED CANCEL_SENT     CANCELED      -              UNKNOWN        -
OPEN            OPEN         PART            FILLED      REJECTED CANCEL_SENT     CANCELED      -              UNKNOWN        -
PART+           PART         PART            FILLED      -        CANCEL_SENT     CANCELED_PART -              UNKNOWN        -
CANCEL_SENT     CANCEL_SENT  CANCEL_SENT     FILLED      REJECTED CANCEL_SENT     CANCELED      OPEN           UNKNOWN        CANCELED
CANCEL_SENT+    CANCEL_SENT  CANCEL_SENT     FILLED      -        CANCEL_SENT     CANCELED_PART PART           UNKNOWN        CANCELED_PART
UNKNOWN         OPEN         PART            FILLED      REJECTED CANCEL_SENT     CANCELED      OPEN           UNKNOWN        DEAD
UNKNOWN+        PART         PART            FILLED      -        CANCEL_SENT     CANCELED_PART PART           UNKNOWN        CANCELED_PART
CANCELED        OPEN         CANCELED        FILLED      -        -               CANCELED      CANCELED       -              -
CANCELED+       PART         CANCELED_PART   FILLED      -        -               CANCELED_PART CANCELED_PART  -              -
CANCELED_PART+  PART         CANCELED_PART   FILLED      -        -               CANCELED_PART CANCELED_PART  -              -
REJECTED        OPEN         PART            FILLED      REJECTED -               -             -              -              -
REJECTED+       PART         PART            FILLED      -        -               -             -              -              -
DEAD            OPEN         PART            FILLED      -        -               DEAD          -              -              DEAD
DEAD+           PART         PART            FILLED      -        -               CANCELED_PART -              -              CANCELED_PART
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
