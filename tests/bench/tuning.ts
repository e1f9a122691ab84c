import {availableParallelism} from 'node:os';
import {configureRun} from '../../core/research/configureRun.ts';
import {EvaluationPool} from '../../core/research/tune/evaluate/EvaluationPool.ts';
import {makeScene} from '../../core/research/tune/evaluate/Scene.ts';
import {recordingOf} from '../research/bars.ts';
import {MINUTE, SYMBOL} from '../support/accounts.ts';
import {type Bench, summarize} from './BenchResult.ts';
import {randomWalk} from './randomWalk.ts';

const BARS = 20_000;
const SPAN_BARS = 5_000;
/** The same for every thread of both pools, so that none is warmer than the others. */
const EVALUATIONS_PER_WORKER = 16;
/** Rounds before it counts: until then threads compile beside their work, and two of them twice as much. */
const WARM_UP_ROUNDS = 6;
/** Of the speed that so many workers could have at best. */
const GOAL_SHARE = 0.85;

/** What the search's threads gain: the same evaluations by N workers and by one, over bars that all of them share. */
export const tuningBench: Bench = async rounds => {
  const count = Math.max(2, availableParallelism());
  const scene = sceneOf();
  const [many, one] = [new EvaluationPool(scene, count), new EvaluationPool(scene, 1)];
  const lap = async () => ({
    ours: await measure(many, EVALUATIONS_PER_WORKER * count),
    theirs: await measure(one, EVALUATIONS_PER_WORKER),
  });
  const measured = [];
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) await lap();
  for (let round = 0; round < rounds; round += 1) measured.push(await lap());
  await Promise.all([many.close(), one.close()]);

  return [
    summarize(
      {name: `tuning: ${count} workers`, unit: 'ms/evaluation', goal: GOAL_SHARE * count, against: '1 worker'},
      measured,
    ),
  ];
};

const sceneOf = () => {
  const loaded = configureRun({
    files: ['made-up.csv'],
    symbols: [SYMBOL],
    useMemory: false,
    dataDir: 'no-such-folder',
  });

  return makeScene({recording: recordingOf(SYMBOL, randomWalk(BARS)), loaded, strategy: 'emaCross'});
};

const measure = async (pool: EvaluationPool, evaluations: number): Promise<number> => {
  const from = (BARS - SPAN_BARS) * MINUTE;
  const begin = performance.now();
  await Promise.all(
    Array.from({length: evaluations}, (_, index) =>
      pool.evaluate({params: {fastPeriod: 3 + (index % 20)}, span: {from, to: BARS * MINUTE}}),
    ),
  );

  return (performance.now() - begin) / evaluations;
};
