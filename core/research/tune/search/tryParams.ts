import {deviation, mean} from '../../statistics/moments.ts';
import type {Evaluator, SignalNoise, SpanResult} from '../evaluate/SpanResult.ts';
import {measure} from '../measure.ts';
import type {Fold, Split} from '../splitSpan.ts';
import type {FoldRecord, Proposal, Trial} from '../Trial.ts';
import {type Objective, scoreFold, scoreOf} from './objective.ts';
import type {Params} from './SearchSpace.ts';

/** What trials are made with; the same for all of a study. */
export type Trialling = {
  readonly split: Split;
  readonly objective: Objective;
  readonly periodMs: number;
  readonly evaluator: Evaluator;
  /** Longest time that a trade of these parameters may be open, with the look-back of its indicators. */
  readonly reachMs: (params: Params) => number;
};

/** Evaluates parameters on each segment of the search span, from a fresh account each time, and scores the folds. */
export const tryParams = async (
  proposal: Proposal,
  index: number,
  {split, objective, periodMs, evaluator, reachMs}: Trialling,
): Promise<Trial> => {
  const {params} = proposal;
  const results = await Promise.all(split.segments.map(span => evaluator.evaluate({params, span})));
  const purgeMs = reachMs(params);
  const trained = split.folds.map(fold => measureTraining(results, fold, {split, periodMs, purgeMs}));
  const scores = trained.map(fold => scoreFold(fold, objective));
  const returns = results.flatMap(result => result.returns);
  const spread = deviation(returns);

  return {
    ...proposal,
    index,
    score: scoreOf(scores),
    folds: split.folds.map(
      ({test}, fold): FoldRecord => ({
        score: scores[fold] ?? null,
        trainReturn: trained[fold]?.annualReturn ?? 0,
        ...measureTest(results[test], periodMs),
      }),
    ),
    trades: results.reduce((sum, {trades}) => sum + trades.length, 0),
    leastTrades: Math.min(...trained.map(({trades}) => trades)),
    sharpe: spread > 0 ? mean(returns) / spread : null,
    maxDrawdown: Math.max(...results.map(({maxDrawdown}) => maxDrawdown)),
    noise: sumNoise(results),
    returns,
  };
};

type Training = {readonly split: Split; readonly periodMs: number; readonly purgeMs: number};

/** What a fold is trained on ends so long before its test that no trade, look-back or echo of it reaches there. */
const measureTraining = (results: readonly SpanResult[], {train, test}: Fold, options: Training) => {
  const {split, periodMs, purgeMs} = options;
  const trained = results.filter((_, segment) => train.includes(segment));
  const testFrom = split.segments[test]?.from ?? Number.POSITIVE_INFINITY;

  return measure(trained, {periodMs, until: testFrom - split.embargoMs - purgeMs});
};

const measureTest = (result: SpanResult | undefined, periodMs: number) => {
  const {trades, net, annualReturn} = measure(result === undefined ? [] : [result], {periodMs});

  return {testTrades: trades, testNet: net, testReturn: annualReturn};
};

const sumNoise = (results: readonly SpanResult[]): SignalNoise => {
  const total = (name: keyof SignalNoise): number => results.reduce((sum, {noise}) => sum + noise[name], 0);

  return {
    bars: total('bars'),
    signals: total('signals'),
    pastBrain: total('pastBrain'),
    pastRisk: total('pastRisk'),
    sent: total('sent'),
    filled: total('filled'),
    flips: total('flips'),
  };
};
