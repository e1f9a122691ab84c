import {describe, expect, it} from 'vitest';
import type {Evidence, WalkStep} from '../../../core/research/tune/gates/Gate.ts';
import {GATES, hasPassed, judgeAll} from '../../../core/research/tune/gates/index.ts';
import type {Performance} from '../../../core/research/tune/measure.ts';
import {PROVENANCE} from './provenance.ts';

const HOLDOUT: Performance = {
  trades: 150,
  net: 0.1,
  fees: 0.01,
  turnoverPerDay: 0.5,
  won: 0.3,
  lost: 0.2,
  sharpe: 2,
  maxDrawdown: 0.03,
  annualReturn: 0.2,
};
const STEP: WalkStep = {trainReturn: 0.2, testReturn: 0.15, testTrades: 40, testNet: 0.03};
const BAD_STEP: WalkStep = {trainReturn: 0.2, testReturn: -0.02, testTrades: 40, testNet: -0.02};

/** A candidate that nothing speaks against. */
const GOOD: Evidence = {
  provenance: PROVENANCE,
  holdout: HOLDOUT,
  dearer: {...HOLDOUT, net: 0.05},
  results: Array.from({length: 150}, (_, index) => (index % 3 === 2 ? -0.001 : 0.002)),
  searchedBy: [],
  earlierLooks: 0,
  walkForward: [STEP, STEP, STEP, BAD_STEP, null],
  overfitting: {probability: 0.1, splits: 12_870, meanLogit: 1},
  deflatedSharpe: 0.97,
  pValue: 0.02,
  tradeOrder: {actual: 0.02, median: 0.03, worst5: 0.05, shareAtLeastActual: 0.9},
  score: 2,
  neighbourScores: [1.6, 1.9],
  riskDrawdown: 0.06,
  lookAhead: [],
  isRepeatable: true,
  beatsChampion: null,
};

type Case = readonly [gate: string, what: string, change: Partial<Evidence>];

const without = (count: number): number[] => GOOD.results.slice(0, count);

const FAILING: readonly Case[] = [
  ['provenance', 'gaps', {provenance: {...GOOD.provenance, data: {...GOOD.provenance.data, gapShare: 0.0051}}}],
  ['provenance', 'an unknown commit', {provenance: {...GOOD.provenance, commit: 'unknown'}}],
  [
    'provenance',
    'code that nobody has',
    {provenance: {...GOOD.provenance, commit: `${'b'.repeat(40)} with local changes`}},
  ],
  ['untouched', 'an earlier study that searched there', {searchedBy: ['emaCross-1']}],
  ['trades', 'one trade too few', {holdout: {...HOLDOUT, trades: 99}}],
  ['expectancy', 'a loss', {holdout: {...HOLDOUT, net: -0.01}}],
  ['expectancy', 'a loss once costs rise', {dearer: {...HOLDOUT, net: 0}}],
  ['profitFactor', 'winners that hardly outweigh the losers', {holdout: {...HOLDOUT, won: 0.229}}],
  [
    'walkForward',
    'two folds of five that earn',
    {walkForward: [{...STEP, testReturn: 0.5}, STEP, BAD_STEP, BAD_STEP, null]},
  ],
  ['rollingPositive', 'one lucky stretch', {results: Array.from({length: 150}, (_, i) => (i < 40 ? 0.02 : -0.001))}],
  ['rollingPositive', 'too few trades for a stretch of fifty', {results: without(49)}],
  ['walkForwardEfficiency', 'tests that earn a third', {walkForward: [{...STEP, testReturn: 0.06}]}],
  ['walkForwardEfficiency', 'trainings that lose', {walkForward: [{...STEP, trainReturn: -0.1, testReturn: -0.2}]}],
  ['drawdown', 'a drawdown close to the breaker', {holdout: {...HOLDOUT, maxDrawdown: 0.0481}}],
  ['pbo', 'an overfit search', {overfitting: {probability: 0.2, splits: 12_870, meanLogit: 0}}],
  ['pbo', 'nothing to tell by', {overfitting: null}],
  ['deflatedSharpe', 'luck of the best', {deflatedSharpe: 0.95}],
  ['deflatedSharpe', 'nothing to tell by', {deflatedSharpe: null}],
  ['bootstrap', 'chance', {pValue: 0.05}],
  ['bootstrap', 'a second look at the holdout', {earlierLooks: 2}],
  [
    'tradeOrder',
    'a deep fall in another order',
    {tradeOrder: {actual: 0, median: 0, worst5: 0.061, shareAtLeastActual: 1}},
  ],
  ['plateau', 'a peak', {neighbourScores: [1.9, 1.39]}],
  ['plateau', 'a score below zero', {score: -1, neighbourScores: [-1, -1]}],
  ['plateau', 'a neighbour that does not count', {neighbourScores: [1.9, Number.NaN]}],
  ['champion', 'a champion that is as good', {beatsChampion: 0.9}],
  ['lookAhead', 'knowledge of the future', {lookAhead: ['futurePoison']}],
  ['repeatable', 'another result the second time', {isRepeatable: false}],
];

const failedBy = (evidence: Evidence): string[] =>
  judgeAll(evidence).flatMap(({name, status}) => (status === 'FAIL' ? [name] : []));

describe('the gates', () => {
  it('pass a candidate that nothing speaks against; what does not apply says so', () => {
    const judged = judgeAll(GOOD);

    expect(failedBy(GOOD)).toEqual([]);
    expect(hasPassed(judged)).toBe(true);
    expect(judged.find(({name}) => name === 'champion')).toMatchObject({
      status: 'NOT_APPLICABLE',
      value: 'no champion',
    });
    for (const {value, limit} of judged) expect([value, limit]).not.toContain('');
  });

  it.each(FAILING)('%s fails on %s, and it alone', (gate, _what, change) => {
    expect(failedBy({...GOOD, ...change})).toEqual([gate]);
    expect(hasPassed(judgeAll({...GOOD, ...change}))).toBe(false);
  });

  it('each have a case here', () => {
    expect(new Set(FAILING.map(([gate]) => gate))).toEqual(new Set(GATES.map(({name}) => name)));
  });

  it('say how thick the sample is', () => {
    const bandOf = (trades: number) => judgeAll({...GOOD, holdout: {...HOLDOUT, trades}})[2]?.value;

    expect([29, 99, 100, 300].map(bandOf)).toEqual(['29 (TOO FEW)', '99 (THIN)', '100 (MEDIUM)', '300 (ROBUST)']);
  });
});
