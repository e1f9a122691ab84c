import {describe, expect, it} from 'vitest';
import {Random} from '../../../brokers/simulator/flow/Random.ts';
import {STRATEGIES} from '../../../core/brain/strategies/index.ts';
import {choose} from '../../../core/research/tune/search/choose.ts';
import {scrambledHalton} from '../../../core/research/tune/search/halton.ts';
import {type Objective, scoreFold, scoreOf} from '../../../core/research/tune/search/objective.ts';
import {paramsAt, type Point, pointOf, spaceOf, stepFrom} from '../../../core/research/tune/search/SearchSpace.ts';
import {learn, suggest} from '../../../core/research/tune/search/suggest.ts';
import {rankTrials, type Trial} from '../../../core/research/tune/Trial.ts';
import type {Performance} from '../../../core/research/tune/measure.ts';

const SPACE = spaceOf({
  period: {default: 14, min: 5, max: 30, step: 1},
  width: {default: 2, min: 0.5, max: 4, step: 0.25},
  bars: {default: 90, min: 1, max: 1_000, step: 1, scale: 'log'},
  fixed: {default: 1, min: 0, max: 9, step: 1, tunable: false},
});

describe('the search space', () => {
  it('has what is declared tunable, and nothing else', () => {
    expect(SPACE.map(({name}) => name)).toEqual(['period', 'width', 'bars']);
  });

  it.each(STRATEGIES.map(strategy => [strategy.name, strategy] as const))(
    'of %s holds no limit of the risk layer, and gives parameters that the strategy takes',
    (_name, {parameters, indicators}) => {
      const space = spaceOf(parameters);
      const names = space.map(({name}) => name);

      expect(names).toEqual(Object.keys(parameters));
      for (const corner of [0, 0.37, 1]) {
        const params = paramsAt(
          space,
          names.map(() => corner),
        );
        expect(() => indicators(params)).not.toThrow();
      }
    },
  );

  it('gives values on their steps, from border to border', () => {
    expect(paramsAt(SPACE, [0, 0, 0])).toEqual({period: 5, width: 0.5, bars: 1});
    expect(paramsAt(SPACE, [1, 1, 1])).toEqual({period: 30, width: 4, bars: 1_000});
    expect(paramsAt(SPACE, [0.5, 0.43, 0.5])).toEqual({period: 18, width: 2, bars: 32});
  });

  it('finds the place of what it gave', () => {
    const params = paramsAt(SPACE, [0.21, 0.6, 0.83]);

    expect(paramsAt(SPACE, pointOf(SPACE, params))).toEqual(params);
  });

  it('steps to a neighbour, by a factor where factors count, and back inside at a border', () => {
    const params = {period: 30, width: 2, bars: 500, fixed: 1};

    expect(stepFrom(SPACE, params, [1, -1, 1])).toEqual({period: 29, width: 1.75, bars: 550, fixed: 1});
    expect(stepFrom(SPACE, {...params, bars: 3}, [-1, 1, -1])).toEqual({period: 29, width: 2.25, bars: 2, fixed: 1});
  });
});

describe('scrambled Halton points', () => {
  it('are the same for a seed, and others for another', () => {
    const shape = {dimensions: 6, count: 20, seed: 3};

    expect(scrambledHalton(shape)).toEqual(scrambledHalton(shape));
    expect(scrambledHalton({...shape, seed: 4})).not.toEqual(scrambledHalton(shape));
  });

  it.each([1, 2, 3, 4, 5])('cover every axis more evenly than chance, seed %d', seed => {
    const points = scrambledHalton({dimensions: 7, count: 32, seed});

    for (let axis = 0; axis < 7; axis += 1) {
      const quarters = [0, 0, 0, 0];
      for (const point of points)
        quarters[Math.floor((point[axis] ?? 0) * 4)] = (quarters[Math.floor((point[axis] ?? 0) * 4)] ?? 0) + 1;
      expect(Math.min(...quarters)).toBeGreaterThanOrEqual(5);
    }
  });

  it('know at most twelve dimensions', () => {
    expect(() => scrambledHalton({dimensions: 13, count: 1, seed: 1})).toThrow(/at most 12/);
  });
});

/** A hill with a lower one beside it; 1 at the top. */
const hills = (point: Point): number => {
  const distanceTo = (top: number): number => point.reduce((sum, each) => sum + (each - top) ** 2, 0);

  return Math.exp(-8 * distanceTo(0.7)) + 0.6 * Math.exp(-8 * distanceTo(0.2));
};

const bestOf = (next: (tried: readonly {point: Point; value: number}[]) => Point, count: number): number => {
  const tried: {point: Point; value: number}[] = [];
  for (let index = 0; index < count; index += 1) {
    const point = next(tried);
    tried.push({point, value: hills(point)});
  }

  return Math.max(...tried.map(({value}) => value));
};

describe('the Parzen estimator', () => {
  it('finds the higher of two hills in four dimensions better than chance', () => {
    const start = scrambledHalton({dimensions: 4, count: 20, seed: 1});
    const wins = [1, 2, 3, 4, 5, 6, 7, 8, 9].filter(seed => {
      const random = new Random(`test ${seed}`);
      const byChance = bestOf(() => [0, 1, 2, 3].map(() => random.uniform()), 80);
      const byEstimate = bestOf(tried => {
        const ranked = tried.toSorted((a, b) => b.value - a.value).map(({point}) => point);
        return start[tried.length] ?? suggest(learn(ranked), random);
      }, 80);

      return byEstimate > byChance && byEstimate > 0.85;
    });

    expect(wins.length).toBeGreaterThanOrEqual(8);
  });
});

const FOLD: Performance = {
  trades: 200,
  net: 0.1,
  fees: 0,
  turnoverPerDay: 0,
  won: 0.3,
  lost: 0.2,
  sharpe: 2,
  maxDrawdown: 0.02,
  annualReturn: 0.2,
};
const OBJECTIVE: Objective = {minTrades: 30, drawdownLimit: 0.05};

describe('the objective', () => {
  it('is the Sharpe ratio where enough trades stand behind it and nothing speaks against it', () => {
    expect(scoreFold(FOLD, OBJECTIVE)).toBe(2);
  });

  it('shrinks a good ratio of few trades, and leaves a bad one as bad as it is', () => {
    expect(scoreFold({...FOLD, trades: 40}, OBJECTIVE)).toBeCloseTo((2 * Math.log(40)) / Math.log(200), 10);
    expect(scoreFold({...FOLD, trades: 40, sharpe: -2}, OBJECTIVE)).toBe(-2);
  });

  it('takes off for a drawdown beyond the limit, for turnover, and for fees', () => {
    expect(scoreFold({...FOLD, maxDrawdown: 0.075}, OBJECTIVE)).toBeCloseTo(1, 10);
    expect(scoreFold({...FOLD, turnoverPerDay: 10}, OBJECTIVE)).toBeCloseTo(1.8, 10);
    expect(scoreFold({...FOLD, fees: 0.1}, OBJECTIVE)).toBeCloseTo(2 - 0.5 * 0.25, 10);
  });

  it('says nothing of a fold with too few trades or periods', () => {
    expect(scoreFold({...FOLD, trades: 29}, OBJECTIVE)).toBeNull();
    expect(scoreFold({...FOLD, sharpe: null}, OBJECTIVE)).toBeNull();
  });

  it('is the median of the folds, and nothing as soon as one fold says nothing', () => {
    expect(scoreOf([3, -1, 2, 9, 1])).toBe(2);
    expect(scoreOf([1, 2, 4, 8])).toBe(3);
    expect(scoreOf([3, null, 2])).toBeNull();
    expect(scoreOf([])).toBeNull();
  });
});

const trialOf = (index: number, score: number | null, more: Partial<Trial> = {}): Trial => ({
  index,
  kind: 'search',
  params: {},
  score,
  folds: [],
  trades: 0,
  leastTrades: 0,
  sharpe: null,
  maxDrawdown: 0,
  noise: {bars: 0, signals: 0, pastBrain: 0, pastRisk: 0, sent: 0, filled: 0, flips: 0},
  returns: [],
  ...more,
});

const besides = (index: number, ...scores: readonly (number | null)[]): readonly Trial[] =>
  scores.map((score, place) => trialOf(10 * (index + 1) + place, score, {kind: 'neighbour', beside: index}));

describe('the choice', () => {
  it('ranks by score, and what does not count by its trades', () => {
    const trials = [
      trialOf(0, null, {leastTrades: 3}),
      trialOf(1, 1),
      trialOf(2, null, {leastTrades: 9}),
      trialOf(3, 2),
    ];

    expect(rankTrials(trials).map(({index}) => index)).toEqual([3, 1, 2, 0]);
  });

  it('prefers a plateau to a higher peak', () => {
    const choice = choose([trialOf(0, 5), trialOf(1, 3), ...besides(0, 0, 0), ...besides(1, 2.9, 2.8)]);

    expect(choice?.winner.index).toBe(1);
    expect(choice?.plateau).toBeCloseTo(2.9, 10);
  });

  it('takes nothing whose neighbours do not count, and nothing from nothing', () => {
    expect(choose([trialOf(0, 5), ...besides(0, 4, null)])).toBeNull();
    expect(choose([trialOf(0, 5), ...besides(0, 4)])).toBeNull();
    expect(choose([trialOf(0, null)])).toBeNull();
  });
});
