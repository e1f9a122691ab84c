import type {Evaluator} from './evaluate/SpanResult.ts';
import {gatherEvidence} from './gatherEvidence.ts';
import {hasPassed, judgeAll} from './gates/index.ts';
import type {Ledger} from './records/Ledger.ts';
import type {RunFolder} from './records/RunFolder.ts';
import {searchedPast} from './records/searchedPast.ts';
import type {StudyRecord, StudyResult} from './records/StudyResult.ts';
import {renderTuningReport} from './renderTuningReport.ts';
import {choose} from './search/choose.ts';
import {FINALISTS, NEIGHBOURS, searchParams} from './search/searchParams.ts';
import type {Params} from './search/SearchSpace.ts';
import type {Trial} from './Trial.ts';

/** What a study needs besides its question. */
export type Study = {
  readonly record: StudyRecord;
  readonly evaluator: Evaluator;
  readonly ledger: Ledger;
  readonly folder: RunFolder;
  /** False for parameters that contradict each other. */
  readonly isPossible: (params: Params) => boolean;
  /** Longest time that a trade of these parameters may be open, with the look-back of its indicators. */
  readonly reachMs: (params: Params) => number;
  /** Promises about the future that the strategy breaks with these parameters. */
  readonly lookAhead: (params: Params) => readonly string[];
  /** Parameters that were promoted before; null where there are none. */
  readonly champion: Params | null;
  /** Largest drawdown that the risk layer allows, 0..1. */
  readonly riskDrawdown: number;
  readonly onProgress?: (done: number, total: number) => void;
};

const DAY_MS = 86_400_000;
const DRAWDOWN_OF_RISK = 0.8;

/**
 * Searches on the training folds, lets the best plateau look at the holdout once, and judges it.
 * Interrupted and run again it goes on after its last durable trial and comes to the same result.
 */
export const runStudy = async (study: Study): Promise<StudyResult> => {
  const {record, folder} = study;
  const finished = folder.result();
  if (finished !== null) return finished;
  folder.begin(record);
  const trials = await search(study);
  const result = await conclude(study, trials);
  folder.finish(result, renderTuningReport(record, result, trials));

  return result;
};

const search = (study: Study): Promise<readonly Trial[]> => {
  const {record, folder, evaluator, riskDrawdown, isPossible, reachMs, onProgress} = study;
  const {space, configured, split, periodMs, trials, seed, minTrades} = record;
  const total = trials + FINALISTS * NEIGHBOURS;
  const known = folder.trials();
  remember(study, known);

  return searchParams({
    ...{space, configured, split, periodMs, trials, seed, known},
    evaluator,
    isPossible,
    reachMs,
    objective: {minTrades, drawdownLimit: riskDrawdown * DRAWDOWN_OF_RISK},
    onProgress: done => onProgress?.(done, total),
    onTrial: trial => {
      // The ledger first: a trial that was made counts, whatever becomes of this study.
      remember(study, [trial]);
      folder.addTrial(trial);
    },
  });
};

const remember = ({record, ledger}: Study, trials: readonly Trial[]): void => {
  const {run, strategy, periodMs} = record;
  const past = searchedPast(record);
  const perDay = Math.sqrt(DAY_MS / periodMs);
  ledger.addTrials(
    trials.map(({index, params, sharpe}) => ({
      run,
      trial: index,
      strategy,
      ...past,
      params,
      sharpe: sharpe === null ? null : sharpe * perDay,
    })),
  );
};

const conclude = async (study: Study, trials: readonly Trial[]): Promise<StudyResult> => {
  const {record, ledger} = study;
  const {run, strategy, configured, origin, split} = record;
  const held = {...searchedPast(record), ...split.holdout};
  const choice = choose(trials);
  const [first] = trials;
  if (first === undefined) throw new Error('A study has at least one trial.');
  const common = {
    run,
    strategy,
    provenance: {...origin, ledgerTrials: ledger.trialsOn(searchedPast(record)).count},
    configured: {params: configured, score: first.score},
    trials: {made: trials.length, counted: trials.filter(({score}) => score !== null).length},
    holdout: split.holdout,
    searchedBy: ledger.searchedBy(held, run),
    earlierLooks: ledger.looksAt(held, run),
  };
  if (choice === null) {
    const noise = {before: first.noise, after: null};
    return {...common, candidate: null, gates: [], passed: false, noise, walkForward: []};
  }
  ledger.spend({run, ...held});
  const {winner, plateau} = choice;
  const evidence = await gatherEvidence(study, {trials, choice, common});
  const gates = judgeAll(evidence);

  return {
    ...common,
    candidate: {
      params: winner.params,
      trial: winner.index,
      score: evidence.score,
      plateau,
      holdout: evidence.holdout,
    },
    gates,
    passed: hasPassed(gates),
    noise: {before: first.noise, after: winner.noise},
    walkForward: evidence.walkForward,
  };
};
