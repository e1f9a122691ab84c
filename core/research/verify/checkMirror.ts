import {type BarSet, inTicks, mirror} from './BarSet.ts';
import {dateText, type Finding} from './Finding.ts';
import type {Row, Subject} from './Subject.ts';

const SWAPPED = {buy: 'sell', sell: 'buy', hold: 'hold'} as const;

/** Relative distance of a claim's value from its limit below which rounding may tip it the other way. */
const NEAR_TIE = 1e-5;

/** Confidence may differ by this much: upside down the same sums round differently. */
const TOLERANCE = 1e-3;

/**
 * Upside down, with the sides swapped, the market must give the same decisions: a strategy has no favourite side. Both ways up it
 * is counted in whole ticks, or a tie such as an up move as large as the down move would be broken by rounding, each way otherwise.
 */
export const checkMirror = (subject: Subject, set: BarSet): readonly Finding[] => {
  const ticks = inTicks(set);
  const {rows} = subject.decide(mirror(ticks));

  return subject.decide(ticks).rows.flatMap((row, index) => {
    const other = rows[index];
    if (other === undefined || isMirrored(row, other) || isNearTie(row) || isNearTie(other)) return [];
    return [findingOf(row, other)];
  });
};

const isMirrored = (row: Row, other: Row): boolean =>
  other.action === SWAPPED[row.action] && Math.abs(other.confidence - row.confidence) <= TOLERANCE;

const isNearTie = ({reason: {value, limit}}: Row): boolean =>
  value !== null &&
  limit !== null &&
  Math.abs(value - limit) <= NEAR_TIE * Math.max(Math.abs(value), Math.abs(limit), 1e-9);

const findingOf = (row: Row, other: Row): Finding => {
  const {reason} = row.action === 'hold' ? other : row;
  const expression = `${reason.subject} (${reason.code})`;

  return {
    check: 'mirror',
    symbol: row.symbol,
    bar: row.bar,
    time: row.time,
    expression,
    message: `Bar ${row.bar} of ${row.symbol} (${dateText(row.time)}): ${row.action} at ${row.confidence.toFixed(3)}, but upside down ${other.action} at ${other.confidence.toFixed(3)} by "${expression}". Long and short are not judged alike.`,
  };
};
