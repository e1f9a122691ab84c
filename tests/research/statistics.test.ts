import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {Random} from '../../brokers/simulator/flow/Random.ts';
import {backtestOverfitting} from '../../core/research/statistics/backtestOverfitting.ts';
import {chanceOfBetter} from '../../core/research/statistics/blockBootstrap.ts';
import {bootstrapPValue} from '../../core/research/statistics/bootstrap.ts';
import {
  deflatedSharpe,
  expectedMaximumSharpe,
  probabilisticSharpe,
  trackRecordOf,
} from '../../core/research/statistics/deflatedSharpe.ts';
import {deviation, kurtosis, mean, quantile, skewness} from '../../core/research/statistics/moments.ts';
import {normalCdf, normalQuantile} from '../../core/research/statistics/normal.ts';
import {
  calmar,
  downsideDeviation,
  expectancy,
  profitFactor,
  sharpe,
  sortino,
} from '../../core/research/statistics/ratios.ts';
import {tradeOrderMonteCarlo} from '../../core/research/statistics/tradeOrder.ts';

const DAY_MS = 86_400_000;
const repeated = (values: readonly number[], times: number): number[] =>
  Array.from({length: times}, () => values).flat();
const noise = (seed: string, length: number, drift = 0): number[] => {
  const random = new Random(seed);
  return Array.from({length}, () => random.normal() * 0.01 + drift);
};

describe('normal distribution', () => {
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [1.959963984540054, 0.975],
    [-3, 0.00134989803163009],
    [-8, 6.22096057427178e-16],
  ])('Phi(%d) as tabulated', (x, probability) => {
    expect(Math.abs(normalCdf(x) / probability - 1)).toBeLessThan(1e-7);
    expect(normalCdf(x)).toBeCloseTo(probability, 14);
  });

  it('gives back what it was given', () => {
    fc.assert(
      fc.property(fc.double({min: 1e-10, max: 1 - 1e-10, noNaN: true}), probability => {
        expect(normalCdf(normalQuantile(probability))).toBeCloseTo(probability, 12);
      }),
      {numRuns: 200},
    );
  });

  it('refuses what is no probability', () => {
    expect(() => normalQuantile(1)).toThrow('A probability between 0 and 1 is needed, got "1".');
  });
});

describe('ratios', () => {
  // Rollinger & Hoffman, "Sortino: A 'Sharper' Ratio" (Red Rock Capital, 2013), the worked example on page 3.
  const ROLLINGER_HOFFMAN = [0.17, 0.15, 0.23, -0.05, 0.12, 0.09, 0.13, -0.04];

  it('downside deviation and Sortino ratio as in Rollinger & Hoffman 2013', () => {
    expect(downsideDeviation(ROLLINGER_HOFFMAN)).toBeCloseTo(0.02264, 5);
    expect(sortino(repeated(ROLLINGER_HOFFMAN, 4), 1)).toBeCloseTo(4.417, 3);
  });

  it('Sharpe ratio, worked by hand: mean 1, sample deviation sqrt(40/39)', () => {
    expect(sharpe(repeated([0, 2], 20), 1)).toBeCloseTo(1 / Math.sqrt(40 / 39), 12);
    expect(sharpe(repeated([0, 2], 20), 365)).toBeCloseTo(Math.sqrt(365) / Math.sqrt(40 / 39), 12);
  });

  it('Calmar ratio: 21 % in two years is 10 % a year, over a drawdown of 5 % that is 2', () => {
    expect(calmar({totalReturn: 0.21, maxDrawdown: 0.05, spanMs: 730 * DAY_MS})).toBeCloseTo(2, 12);
  });

  it('profit factor and expectancy, worked by hand', () => {
    const trades = repeated([30, -10, -5], 10);

    expect(profitFactor(trades)).toBeCloseTo(2, 12);
    expect(expectancy(trades)).toBeCloseTo(5, 12);
  });

  it('says nothing on too small a sample', () => {
    const few = noise('few', 29);

    expect([sharpe(few, 365), sortino(few, 365), profitFactor(few), expectancy(few), trackRecordOf(few)]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(calmar({totalReturn: 0.2, maxDrawdown: 0.1, spanMs: 89 * DAY_MS})).toBeNull();
  });

  it('says nothing where it would divide by nothing', () => {
    const flat = repeated([0.01], 40);

    expect([sharpe(flat, 365), sortino(flat, 365), profitFactor(flat), trackRecordOf(flat)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(calmar({totalReturn: 0.2, maxDrawdown: 0, spanMs: 400 * DAY_MS})).toBeNull();
    expect(calmar({totalReturn: -1, maxDrawdown: 1, spanMs: 400 * DAY_MS})).toBeNull();
  });

  it('moments, worked by hand on 1, 1, 1, 5', () => {
    const values = [1, 1, 1, 5];

    expect(deviation(values)).toBeCloseTo(2, 12);
    expect(skewness(values)).toBeCloseTo(6 / 3 ** 1.5, 12);
    expect(kurtosis(values)).toBeCloseTo(21 / 9, 12);
    expect(quantile([1, 2, 3, 4], 0.5)).toBeCloseTo(2.5, 12);
  });
});

describe('chance of being better', () => {
  const ours = noise('ours', 300);
  const shifted = (by: number): number[] => ours.map(value => value + by);

  it('is a half between equals, and sure where every period is better', () => {
    expect(chanceOfBetter(ours, ours, {seed: 1})).toBe(0.5);
    expect(chanceOfBetter(shifted(0.001), ours, {seed: 1})).toBe(1);
    expect(chanceOfBetter(ours, shifted(0.001), {seed: 1})).toBe(0);
  });

  it('is the normal chance of the mean difference where periods do not hang together', () => {
    const theirs = noise('theirs', 300);
    const differences = ours.map((value, index) => value - (theirs[index] ?? 0));
    const t = mean(differences) / (deviation(differences) / Math.sqrt(300));

    expect(chanceOfBetter(ours, theirs, {seed: 1, rounds: 4_000})).toBeCloseTo(normalCdf(t), 1);
  });

  it('is less sure where periods hang together', () => {
    const edges = noise('edges', 40).map(value => value / 4 + 0.0002);
    const alone = Array.from({length: 400}, (_, index) => edges[index % 40] ?? 0);
    const inRuns = Array.from({length: 400}, (_, index) => edges[Math.floor(index / 10)] ?? 0);
    const none = alone.map(() => 0);

    expect(chanceOfBetter(inRuns, none, {seed: 1})).toBeLessThan(chanceOfBetter(alone, none, {seed: 1}));
  });

  it('needs two series over the same periods', () => {
    expect(() => chanceOfBetter([1], [1, 2], {seed: 1})).toThrow(/1 and 2 periods/);
  });
});

describe('deflated Sharpe ratio', () => {
  // Bailey & López de Prado, "The Deflated Sharpe Ratio" (Journal of Portfolio Management 40(5), 2014), "A numerical example":
  // annual Sharpe ratio 2.5 over five years of 250 days, skewness -3, kurtosis 10, 100 trials with annual variance 1/2.
  const PER_DAY = 2.5 / Math.sqrt(250);
  const record = {sharpe: PER_DAY, periods: 1_250, skewness: -3, kurtosis: 10};
  const variance = 1 / 2 / 250;

  it('expected maximum and deflated ratio as in Bailey & López de Prado 2014', () => {
    expect(expectedMaximumSharpe({count: 100, variance})).toBeCloseTo(0.1132, 4);
    expect(deflatedSharpe(record, {count: 100, variance})).toBeCloseTo(0.9004, 4);
    expect(deflatedSharpe(record, {count: 46, variance})).toBeCloseTo(0.9505, 4);
    expect(deflatedSharpe({...record, skewness: 0, kurtosis: 3}, {count: 88, variance})).toBeCloseTo(0.9505, 4);
  });

  // Bailey & López de Prado, "The Sharpe Ratio Efficient Frontier" (Journal of Risk 15(2), 2012): 24 months, 0.458 a month.
  it('probabilistic ratio as in Bailey & López de Prado 2012', () => {
    const months = {sharpe: 0.458, periods: 24};

    expect(probabilisticSharpe({...months, skewness: 0, kurtosis: 3}, 0)).toBeCloseTo(0.982, 3);
    expect(probabilisticSharpe({...months, skewness: -2.448, kurtosis: 10.164}, 0)).toBeCloseTo(0.913, 3);
  });

  it('falls with every further trial, and a single trial is not deflated', () => {
    const counts = [1, 2, 10, 100, 1_000].map(count => deflatedSharpe(record, {count, variance}));

    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(counts[0]).toBe(probabilisticSharpe(record, 0));
  });

  it('lets none of 20 best of 100 noise series pass at 95 %, which the plain ratio does', () => {
    const verdicts = Array.from({length: 20}, (_, repeat) => {
      const records = Array.from({length: 100}, (__, trial) => trackRecordOf(noise(`noise ${repeat} ${trial}`, 250)));
      const known = records.flatMap(each => each ?? []);
      const best = known.reduce((most, each) => (each.sharpe > most.sharpe ? each : most));
      const spread = deviation(known.map(each => each.sharpe));
      return {
        plain: probabilisticSharpe(best, 0) > 0.95,
        deflated: deflatedSharpe(best, {count: 100, variance: spread ** 2}) > 0.95,
      };
    });

    expect(verdicts.filter(({plain}) => plain)).toHaveLength(20);
    expect(verdicts.filter(({deflated}) => deflated)).toHaveLength(0);
  });
});

describe('probability of backtest overfitting', () => {
  it('makes 12,870 splits of 16 blocks, as in Bailey et al. 2015', () => {
    const trials = [noise('a', 64), noise('b', 64)];

    expect(backtestOverfitting(trials).splits).toBe(12_870);
  });

  it('worked by hand: two blocks, of which each trial is good in one', () => {
    const [good, bad] = [
      [3, 1],
      [-1, -3],
    ];

    const swapping = backtestOverfitting(
      [
        [...good, ...bad],
        [...bad, ...good],
      ],
      2,
    );
    const steady = backtestOverfitting(
      [
        [...good, ...good],
        [...bad, ...bad],
      ],
      2,
    );

    expect([swapping.probability, swapping.splits]).toEqual([1, 2]);
    expect(swapping.meanLogit).toBeCloseTo(Math.log(1 / 2), 12);
    expect([steady.probability, steady.splits]).toEqual([0, 2]);
    expect(steady.meanLogit).toBeCloseTo(Math.log(2), 12);
  });

  it('is near one half where the choice is luck, and near zero where one trial has an edge', () => {
    const lucky = Array.from({length: 6}, (_, repeat) =>
      backtestOverfitting(
        Array.from({length: 20}, (__, trial) => noise(`luck ${repeat} ${trial}`, 320)),
        10,
      ),
    );
    const meanOfLucky = lucky.reduce((sum, {probability}) => sum + probability, 0) / lucky.length;
    const edge = backtestOverfitting([
      ...Array.from({length: 19}, (_, trial) => noise(`edge ${trial}`, 320)),
      noise('e', 320, 0.005),
    ]);

    expect(meanOfLucky).toBeGreaterThan(0.3);
    expect(meanOfLucky).toBeLessThan(0.75);
    expect(edge.probability).toBeLessThan(0.02);
  });

  it('refuses what it cannot halve', () => {
    expect(() => backtestOverfitting([[1, 2]])).toThrow('At least two trials are needed, got 1.');
    expect(() => backtestOverfitting([[1, 2], [1]])).toThrow('All trials must have the same periods.');
    expect(() => backtestOverfitting([noise('a', 30), noise('b', 30)], 7)).toThrow('Blocks are "7"; expected an even');
    expect(() => backtestOverfitting([noise('a', 30), noise('b', 30)])).toThrow('30 periods are too few for 16 blocks');
  });
});

describe('bootstrap p-value', () => {
  // Efron & Tibshirani, "An Introduction to the Bootstrap" (1993), §16.4: the treated mice against a mean of 129, ASL about 0.10.
  it('the mouse data of Efron & Tibshirani 1993', () => {
    const treated = [94, 197, 16, 38, 99, 141, 23].map(days => 129 - days);

    const pValue = bootstrapPValue(treated, {seed: 1, rounds: 20_000, least: 7}) ?? expect.fail();

    expect(pValue).toBeGreaterThan(0.08);
    expect(pValue).toBeLessThan(0.12);
  });

  it('is small for an edge, large for a loss, and the same for the same seed', () => {
    const [edge, loss] = [noise('edge', 200, 0.003), noise('loss', 200, -0.003)];

    expect(bootstrapPValue(edge, {seed: 1})).toBeLessThan(0.01);
    expect(bootstrapPValue(loss, {seed: 1})).toBeGreaterThan(0.99);
    expect(bootstrapPValue(edge, {seed: 5})).toBe(bootstrapPValue(edge, {seed: 5}));
  });

  it('finds one in twenty series of pure noise below 5 %, give or take', () => {
    const found = Array.from({length: 300}, (_, index) =>
      bootstrapPValue(noise(`null ${index}`, 40), {seed: index, rounds: 200}),
    ).filter(pValue => (pValue ?? 1) < 0.05);

    expect(found.length).toBeGreaterThan(4);
    expect(found.length).toBeLessThan(30);
  });

  it('says nothing on too few trades or without spread', () => {
    expect(bootstrapPValue(noise('few', 29), {seed: 1})).toBeNull();
    expect(bootstrapPValue(repeated([1], 40), {seed: 1})).toBeNull();
  });
});

describe('trade-order Monte Carlo', () => {
  it('worked by hand: of the orders of +50, -50 on 100, half fall from 150 and half from 100', () => {
    const result = tradeOrderMonteCarlo([50, -50], {opening: 100, seed: 3, rounds: 4_000, least: 2}) ?? expect.fail();

    expect(result.actual).toBeCloseTo(1 / 3, 12);
    expect(result.worst5).toBeCloseTo(0.5, 12);
    expect(result.shareAtLeastActual).toBe(1);
    expect([1 / 3, 0.5]).toContain(result.median);
  });

  it('keeps its seed, and orders its quantiles', () => {
    const trades = noise('trades', 60).map(value => value * 10_000);
    const result = tradeOrderMonteCarlo(trades, {opening: 10_000, seed: 3}) ?? expect.fail();

    expect(tradeOrderMonteCarlo(trades, {opening: 10_000, seed: 3})).toEqual(result);
    expect(result.worst5).toBeGreaterThan(result.median);
    expect(tradeOrderMonteCarlo(trades.slice(0, 29), {opening: 10_000, seed: 3})).toBeNull();
  });
});
