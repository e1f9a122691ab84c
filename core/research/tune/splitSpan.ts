import type {Span} from './evaluate/SpanResult.ts';

export const WALKS = ['rolling', 'anchored'] as const;
export type Walk = (typeof WALKS)[number];

/** Segments that are trained on, and the one after them that is tested on. */
export type Fold = {readonly train: readonly number[]; readonly test: number};

/** How the data is divided: segments for the search, and a span that nobody looks at before the end. */
export type Split = {
  readonly walk: Walk;
  readonly segments: readonly Span[];
  readonly folds: readonly Fold[];
  /** Kept free between what is trained on and what is tested on, beyond each candidate's own purge. */
  readonly embargoMs: number;
  readonly holdout: Span;
};

export const DEFAULT_FOLDS = 5;
export const MOST_FOLDS = 20;

/** Segments that the first fold is trained on; a rolling window keeps that length. */
const TRAIN_SEGMENTS = 3;
const HOLDOUT_SHARE = 0.2;
const EMBARGO_SHARE = 0.01;
/** Shorter segments say nothing about the spread of their returns. */
const LEAST_PERIODS = 12;

type Options = {readonly walk: Walk; readonly folds: number; readonly periodMs: number};

/**
 * Cuts a span for walk-forward tests: folds that each train on what lies before their test, rolling or anchored at the beginning,
 * and the last fifth as the untouched holdout. All borders lie at multiples of the period.
 * @throws RangeError when the span is too short.
 */
export const splitSpan = ({from, to}: Span, {walk, folds, periodMs}: Options): Split => {
  const length = to - from;
  const embargoMs = Math.ceil((length * EMBARGO_SHARE) / periodMs) * periodMs;
  const count = folds + TRAIN_SEGMENTS;
  const holdoutFrom = floorTo(to - length * HOLDOUT_SHARE, periodMs);
  const searchTo = holdoutFrom - embargoMs;
  const borderAt = (index: number): number => floorTo(from + ((searchTo - from) * index) / count, periodMs);
  const segments = Array.from({length: count}, (_, index) => ({
    from: index === 0 ? from : borderAt(index),
    to: borderAt(index + 1),
  }));
  if (segments.some(segment => segment.to - segment.from < LEAST_PERIODS * periodMs)) {
    const periods = Math.floor(length / periodMs);
    throw new RangeError(
      `${periods} periods are too few for ${folds} folds: each of ${count} segments needs ${LEAST_PERIODS}. Use a longer file or fewer folds.`,
    );
  }

  return {walk, segments, folds: foldsOf(walk, folds), embargoMs, holdout: {from: holdoutFrom, to}};
};

const foldsOf = (walk: Walk, count: number): readonly Fold[] =>
  Array.from({length: count}, (_, fold) => {
    const test = fold + TRAIN_SEGMENTS;
    const first = walk === 'rolling' ? fold : 0;

    return {train: Array.from({length: test - first}, (__, index) => first + index), test};
  });

const floorTo = (time: number, periodMs: number): number => Math.floor(time / periodMs) * periodMs;
