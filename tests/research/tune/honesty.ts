import type {StudyResult} from '../../../core/research/tune/records/StudyResult.ts';
import {runStudy} from '../../../core/research/tune/runStudy.ts';
import {type CheapMarket, driftMarket, noiseMarket} from './cheapMarket.ts';
import {cheapRecord, cheapStudy, inFolder} from './studies.ts';

/** What came of many studies on markets of one kind. */
export type Trust = {
  readonly repeats: number;
  readonly trials: number;
  readonly passed: number;
  /** How often each gate failed. */
  readonly failures: Readonly<Record<string, number>>;
  /** Gates that failed the candidate that came closest; 0 where one passed. */
  readonly fewestFailures: number;
};

type StudyOver = (market: CheapMarket, trials: number, seed: number) => Promise<StudyResult>;

type Wanted = {
  readonly repeats: number;
  readonly trials: number;
  /** How a market is studied; by a rule in a few lines of arithmetic unless told otherwise. */
  readonly study?: StudyOver;
  readonly onDone?: (done: number) => void;
};

const BARS = 20_000;

/** Prices without memory and without costs: whatever passes here is a false alarm. */
export const onNoise = (wanted: Wanted): Promise<Trust> => repeat(noiseMarket, wanted);

/** A drift that lasts for two days, and costs: whatever fails here is missed. */
export const onEdge = (wanted: Wanted): Promise<Trust> => repeat(driftMarket, wanted);

const repeat = async (
  marketOf: (seed: number, bars: number) => CheapMarket,
  {repeats, trials, study = studyCheaply, onDone}: Wanted,
): Promise<Trust> => {
  const failures: Record<string, number> = {};
  const counts: number[] = [];
  for (let seed = 1; seed <= repeats; seed += 1) {
    const failed = failedGates(await study(marketOf(seed, BARS), trials, seed));
    for (const name of failed) failures[name] = (failures[name] ?? 0) + 1;
    counts.push(failed.length);
    onDone?.(seed);
  }

  return {
    repeats,
    trials,
    passed: counts.filter(count => count === 0).length,
    failures,
    fewestFailures: Math.min(...counts),
  };
};

const studyCheaply: StudyOver = (market, trials, seed) =>
  inFolder(folder => runStudy(cheapStudy(folder, cheapRecord(market, {trials, seed}), market)));

const failedGates = ({candidate, gates}: StudyResult): readonly string[] =>
  candidate === null ? ['noCandidate'] : gates.flatMap(({name, status}) => (status === 'FAIL' ? [name] : []));
