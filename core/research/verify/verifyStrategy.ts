import {type BarSet, timesOf} from './BarSet.ts';
import {checkAlone} from './checkAlone.ts';
import {checkFuture} from './checkFuture.ts';
import {checkMirror} from './checkMirror.ts';
import {checkWarmup} from './checkWarmup.ts';
import {chooseCuts} from './chooseCuts.ts';
import {type Check, type Finding, MAX_FINDINGS_PER_CHECK} from './Finding.ts';
import {type Decided, MEMORY_MEASURE, type Subject} from './Subject.ts';

/** How thoroughly a strategy is tried: cuts of the data, those of them in the whole of it, and other beginnings. */
type Effort = {readonly cuts: number; readonly wholeCuts: number; readonly starts: number};

const EFFORT: Effort = {cuts: 24, wholeCuts: 4, starts: 8};
/** For strategies that ask pattern memory, whose every bar costs as much as ten of the others. */
const EFFORT_WITH_MEMORY: Effort = {cuts: 10, wholeCuts: 1, starts: 4};

/** Fewer bars show too little of a strategy to say anything. */
export const MIN_BARS = 200;

export type Verdict = {
  readonly prefixInvariant: boolean;
  readonly futurePoisonInvariant: boolean;
  /** Bars after which no decision depends on where the data begins; null when that did not end within the data. */
  readonly warmup: number | null;
  /** Bars that pattern memory goes back, where the strategy asks it; 0 where it does not. */
  readonly memoryBars: number;
  /** The same bars gave the same decisions twice, without clock, chance or anything from outside. */
  readonly repeatable: boolean;
  /** Upside down it decides the same with the sides swapped. */
  readonly mirrored: boolean;
  /** Entries fill only on later bars, at prices of those bars. */
  readonly fillsAreProven: boolean;
  readonly signals: number;
  readonly findings: readonly Finding[];
};

type Options = {
  readonly seed: number;
  /** What the engine around the strategy was found to do. */
  readonly engineFindings?: readonly Finding[];
  /** Runs done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
};

/** Looks for every way in which a strategy may know what it cannot know. @throws RangeError on too few bars. */
export const verifyStrategy = (subject: Subject, set: BarSet, options: Options): Verdict => {
  const {seed, engineFindings = [], onProgress} = options;
  const times = timesOf(set);
  if (times.length < MIN_BARS)
    throw new RangeError(`${times.length} bars are too few; at least ${MIN_BARS} are needed.`);
  let done = 0;
  const reference = subject.decide(set);
  const remembers = asksMemory(reference);
  const {cuts: count, wholeCuts, starts} = remembers ? EFFORT_WITH_MEMORY : EFFORT;
  const memoryBars = remembers ? subject.memoryBars : 0;
  const cuts = chooseCuts({times, decided: reference, count, seed});
  const onRun = (): void => onProgress?.((done += 1), 2 * cuts.length + starts);
  const trial = {subject, set, reference, cuts, wholeCuts, seed, onRun};
  const {warmup, findings: warmupFindings} = checkWarmup({...trial, times, starts, memoryBars});
  const findings = [
    ...checkFuture(trial),
    ...checkAlone(subject, set, reference),
    ...checkMirror(subject, set),
    ...warmupFindings,
    ...engineFindings,
  ];
  const holds = (...checks: readonly Check[]): boolean => !findings.some(({check}) => checks.includes(check));

  return {
    prefixInvariant: holds('prefix'),
    futurePoisonInvariant: holds('futurePoison'),
    warmup,
    memoryBars,
    repeatable: holds('repeatable', 'purity'),
    mirrored: holds('mirror'),
    fillsAreProven: holds('fills'),
    signals: reference.rows.filter(({action}) => action !== 'hold').length,
    findings: firstOfEach(findings),
  };
};

const asksMemory = ({rows, measures}: Decided): boolean => {
  const index = measures.indexOf(MEMORY_MEASURE);

  return rows.some(({measured}) => !Number.isNaN(measured[index] ?? Number.NaN));
};

const firstOfEach = (findings: readonly Finding[]): readonly Finding[] => {
  const counts = new Map<Check, number>();

  return findings.filter(({check}) => {
    const count = (counts.get(check) ?? 0) + 1;
    counts.set(check, count);
    return count <= MAX_FINDINGS_PER_CHECK;
  });
};
