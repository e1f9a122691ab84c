import {Random} from '../../../brokers/simulator/flow/Random.ts';
import {type BarSet, beginAt, cutAfter, poisonAfter, timesOf} from './BarSet.ts';
import {dateText, type Finding} from './Finding.ts';
import {type Difference, firstDifference} from './firstDifference.ts';
import type {Decided, Row, Subject} from './Subject.ts';

export type Trial = {
  readonly subject: Subject;
  readonly set: BarSet;
  /** What it decided on the whole set, undisturbed. */
  readonly reference: Decided;
  /** Open times of the bars after which the future is taken away or spoilt. */
  readonly cuts: readonly number[];
  /** How many of them are made in the whole data; the others in the bars right before them, which is where a peek shows. */
  readonly wholeCuts: number;
  readonly seed: number;
  /** One run is done. */
  readonly onRun?: () => void;
};

/** Bars before a cut that are decided on when the cut is not made in the whole data: longer than any shipped warm-up. */
const WINDOW_BARS = 1_500;

/**
 * What is decided on the first n bars is what is decided on those bars when more follow: with the future taken away, and with
 * garbage in its place.
 */
export const checkFuture = (trial: Trial): readonly Finding[] => {
  const {cuts, wholeCuts} = trial;
  const every = Math.max(1, Math.ceil(cuts.length / wholeCuts));

  return cuts.flatMap((cut, index) => checkCut(index % every === 0 ? trial : windowBefore(trial, cut), trial, cut));
};

type Scene = Pick<Trial, 'set' | 'reference'>;

const checkCut = (
  {set, reference}: Scene,
  {subject, seed, onRun, set: whole}: Trial,
  cut: number,
): readonly Finding[] => {
  const prefix = firstDifference(reference, subject.decide(cutAfter(set, cut)));
  onRun?.();
  const poisoned = poisonAfter(set, cut, new Random(`poison ${seed} ${cut}`));
  const poison = firstDifference(reference, subject.decide(poisoned, {until: cut}));
  onRun?.();

  return [
    ...(prefix === null ? [] : [findingOf('prefix', prefix, whole, `when the data ends at ${dateText(cut)}`)]),
    ...(poison === null
      ? []
      : [findingOf('futurePoison', poison, whole, `when the bars after ${dateText(cut)} are garbage`)]),
  ];
};

/** The bars before a cut and all that come after it, with what is decided up to the cut when nothing is wrong with them. */
const windowBefore = ({subject, set, reference}: Trial, cut: number): Scene => {
  const times = timesOf(set);
  const last = times.findIndex(time => time >= cut);
  const start = times[last - WINDOW_BARS];
  if (start === undefined) return {set, reference};
  const window = beginAt(set, start);

  return {set: window, reference: subject.decide(window, {until: cut})};
};

const findingOf = (
  check: Finding['check'],
  {row, expression, was, is}: Difference,
  set: BarSet,
  when: string,
): Finding => ({
  check,
  symbol: row.symbol,
  bar: placeOf(set, row),
  time: row.time,
  expression,
  message: `Bar ${placeOf(set, row)} of ${row.symbol} (${dateText(row.time)}): "${expression}" is ${was}, but ${is} ${when}. It depends on bars that come later.`,
});

/** Place of the bar in the whole data, also when it was found in a part of it. */
const placeOf = ({series}: BarSet, {symbol, time}: Row): number =>
  series.find(each => each.symbol === symbol)?.candles.findIndex(candle => candle.time === time) ?? -1;
