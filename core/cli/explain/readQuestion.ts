import {quote, UsageError} from '../../config/problems.ts';
import {LEAST_TIME, readTime} from '../readTime.ts';
import type {Question} from './findDecision.ts';

/** Reads `123`, `1767225600000` or `2026-01-01T12:00` (UTC where no zone stands); without a word the latest decision is meant. */
export const readQuestion = (word: string | undefined, symbol: string | null): Question => {
  if (word === undefined) return {kind: 'time', time: Number.POSITIVE_INFINITY, symbol};
  const number = /^\d+$/.test(word) ? Number(word) : Number.NaN;
  if (number >= 1 && number < LEAST_TIME) return {kind: 'seq', seq: number};
  const time = readTime(word);
  if (time === null) throw notUnderstood(word);

  return {kind: 'time', time, symbol};
};

const notUnderstood = (word: string): UsageError =>
  new UsageError(
    `${quote(word)} is neither the seq of a journal line, such as 1234, nor a time, such as 2026-01-31T12:00 (UTC) or 1769860800000.`,
  );
