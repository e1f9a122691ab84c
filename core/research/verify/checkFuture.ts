import {Random} from '../../../brokers/simulator/flow/Random.ts';
import {type BarSet, cutAfter, poisonAfter} from './BarSet.ts';
import {dateText, type Finding} from './Finding.ts';
import {type Difference, firstDifference} from './firstDifference.ts';
import type {Decided, Subject} from './Subject.ts';

export type Trial = {
  readonly subject: Subject;
  readonly set: BarSet;
  /** What it decided on the whole set, undisturbed. */
  readonly reference: Decided;
  /** Open times of the bars after which the future is taken away or spoilt. */
  readonly cuts: readonly number[];
  readonly seed: number;
  /** One run is done. */
  readonly onRun?: () => void;
};

/** What is decided on the first n bars is what is decided on those bars when more follow: the cut takes the future away. */
export const checkPrefix = ({subject, set, reference, cuts, onRun}: Trial): readonly Finding[] =>
  cuts.flatMap(cut => {
    const difference = firstDifference(reference, subject.decide(cutAfter(set, cut)));
    onRun?.();

    return difference === null ? [] : [findingOf('prefix', difference, `when the data ends at ${dateText(cut)}`)];
  });

/** Garbage after bar t changes nothing that was decided up to t. */
export const checkFuturePoison = ({subject, set, reference, cuts, seed, onRun}: Trial): readonly Finding[] =>
  cuts.flatMap(cut => {
    const poisoned = poisonAfter(set, cut, new Random(`poison ${seed} ${cut}`));
    const difference = firstDifference(reference, subject.decide(poisoned, {until: cut}));
    onRun?.();

    return difference === null
      ? []
      : [findingOf('futurePoison', difference, `when the bars after ${dateText(cut)} are garbage`)];
  });

const findingOf = (check: Finding['check'], {row, expression, was, is}: Difference, when: string): Finding => ({
  check,
  symbol: row.symbol,
  bar: row.bar,
  time: row.time,
  expression,
  message: `Bar ${row.bar} of ${row.symbol} (${dateText(row.time)}): "${expression}" is ${was}, but ${is} ${when}. It depends on bars that come later.`,
});
