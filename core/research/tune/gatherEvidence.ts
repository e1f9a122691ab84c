import {isDeepStrictEqual} from 'node:util';
import {backtestOverfitting, type Overfitting} from '../statistics/backtestOverfitting.ts';
import {chanceOfBetter} from '../statistics/blockBootstrap.ts';
import {bootstrapPValue} from '../statistics/bootstrap.ts';
import {deflatedSharpe, trackRecordOf} from '../statistics/deflatedSharpe.ts';
import {deviation} from '../statistics/moments.ts';
import {tradeOrderMonteCarlo} from '../statistics/tradeOrder.ts';
import type {Evidence, WalkStep} from './gates/Gate.ts';
import {measure} from './measure.ts';
import type {DataTrials} from './records/Ledger.ts';
import type {StudyResult} from './records/StudyResult.ts';
import {searchedPast} from './records/searchedPast.ts';
import type {Study} from './runStudy.ts';
import type {Choice} from './search/choose.ts';
import {type Trial, rankTrials} from './Trial.ts';

/** Costs that an edge has to bear besides the configured ones. */
const DEARER = 1.5;
const DAY_MS = 86_400_000;
/** Two periods for each of the sixteen blocks. */
const LEAST_PERIODS = 32;

type Findings = {
  readonly trials: readonly Trial[];
  readonly choice: Choice;
  readonly common: Pick<StudyResult, 'provenance' | 'searchedBy' | 'earlierLooks'>;
};

/** Looks at the holdout, for the only time, and gathers everything else that the gates ask for. */
export const gatherEvidence = async (study: Study, {trials, choice, common}: Findings): Promise<Evidence> => {
  const {record, evaluator, ledger, lookAhead, riskDrawdown, champion} = study;
  const {seed, periodMs, split} = record;
  const {winner, neighbours} = choice;
  const question = {params: winner.params, span: split.holdout};
  const [held, again, dearer, reigning] = await Promise.all([
    evaluator.evaluate(question),
    evaluator.evaluate(question),
    evaluator.evaluate({...question, costs: DEARER}),
    champion === null ? null : evaluator.evaluate({...question, params: champion}),
  ]);
  const uninformed = uninformedOf(trials);
  const results = held.trades.map(({net}) => net);

  return {
    ...common,
    holdout: measure([held], {periodMs}),
    dearer: measure([dearer], {periodMs}),
    results,
    walkForward: walkForwardOf(uninformed),
    overfitting: overfittingOf(uninformed),
    deflatedSharpe: deflatedOf(winner, ledger.trialsOn(searchedPast(record)), periodMs),
    pValue: bootstrapPValue(results, {seed}),
    tradeOrder: tradeOrderMonteCarlo(results, {opening: 1, seed}),
    score: winner.score ?? Number.NaN,
    neighbourScores: neighbours.map(({score}) => score ?? Number.NaN),
    riskDrawdown,
    lookAhead: lookAhead(winner.params),
    isRepeatable: isDeepStrictEqual(held, again),
    beatsChampion: reigning === null ? null : chanceOfBetter(held.returns, reigning.returns, {seed}),
  };
};

/**
 * Trials whose place no result had a say in. What the search suggested later it suggested knowing the whole search span, the tests of
 * earlier folds included, and it crowds where all are much alike: neither a fold nor a split may choose among those.
 */
const uninformedOf = (trials: readonly Trial[]): readonly Trial[] =>
  trials.filter(({kind}) => kind === 'configured' || kind === 'coverage');

/** Each fold chooses by its training part alone. */
const walkForwardOf = (uninformed: readonly Trial[]): readonly WalkStep[] => {
  const count = uninformed[0]?.folds.length ?? 0;

  return Array.from({length: count}, (_, index) => {
    const [best] = rankTrials(uninformed.map(trial => ({...trial, score: trial.folds[index]?.score ?? null})));
    const fold = best?.folds[index];
    if (fold === undefined || fold.score === null) return null;
    const {trainReturn, testReturn, testTrades, testNet} = fold;

    return {trainReturn, testReturn, testTrades, testNet};
  });
};

const overfittingOf = (uninformed: readonly Trial[]): Overfitting | null => {
  const eligible = uninformed.filter(({score}) => score !== null).map(({returns}) => returns);
  if (eligible.length < 2 || (eligible[0]?.length ?? 0) < LEAST_PERIODS) return null;

  return backtestOverfitting(eligible);
};

const deflatedOf = ({returns}: Trial, {count, sharpes}: DataTrials, periodMs: number): number | null => {
  const record = trackRecordOf(returns);
  if (record === null) return null;
  const perPeriod = sharpes.map(sharpe => sharpe * Math.sqrt(periodMs / DAY_MS));
  // Where nothing is known of the others, they are taken to differ by chance alone.
  const variance = perPeriod.length < 2 ? 1 / (record.periods - 1) : deviation(perPeriod) ** 2;

  return deflatedSharpe(record, {count, variance});
};
