import {createIndicator} from '../../../indicators/index.ts';
import {strategyDefinition} from '../../brain/strategies/index.ts';
import type {StrategyDefinition} from '../../brain/strategies/Strategy.ts';
import {readChampion} from '../../config/champions.ts';
import {hashOf} from '../../config/freeze.ts';
import {TIMEFRAME_MS} from '../../domain/Candle.ts';
import {EvaluationPool, type PoolLimits} from './evaluate/EvaluationPool.ts';
import {openScene, type Scene, type SceneOptions} from './evaluate/Scene.ts';
import type {Span} from './evaluate/SpanResult.ts';
import {brokenPromises} from './brokenPromises.ts';
import {championPath} from './promote.ts';
import {Ledger} from './records/Ledger.ts';
import {originOf} from './records/originOf.ts';
import {RunFolder} from './records/RunFolder.ts';
import type {StudyRecord, StudyResult} from './records/StudyResult.ts';
import {runStudy} from './runStudy.ts';
import {type Params, spaceOf} from './search/SearchSpace.ts';
import {splitSpan, type Walk} from './splitSpan.ts';

export type TuneOptions = SceneOptions & {
  /** Where the ledger and the studies are kept. */
  readonly dataDir: string;
  readonly trials: number;
  readonly walk: Walk;
  readonly folds: number;
  /** Fewest trades in each training fold. */
  readonly minTrades: number;
  readonly workers: number;
  readonly limits?: PoolLimits;
  /** The code that runs. */
  readonly commit: string;
  readonly onProgress?: (done: number, total: number) => void;
};

/**
 * Searches the parameters of one strategy on a file of bars and judges the best; the same question goes on where it was
 * interrupted. Rejects with the reason of the limits' signal once that says so.
 */
export const tuneStrategy = async (options: TuneOptions): Promise<{result: StudyResult; reportPath: string}> => {
  const {dataDir, workers, limits, onProgress} = options;
  const scene = await openScene(options);
  const record = recordOf(scene, options);
  const folder = new RunFolder(dataDir, record.run);
  const definition = strategyDefinition(options.strategy);
  const barMs = TIMEFRAME_MS[scene.settings.timeframe];
  const evaluator = new EvaluationPool(scene, workers, limits);
  try {
    const result = await runStudy({
      record,
      evaluator,
      folder,
      ledger: new Ledger(dataDir),
      isPossible: params => lookBackOf(definition, params) !== null,
      reachMs: params => ((params['maxBars'] ?? 0) + (lookBackOf(definition, params) ?? 0)) * barMs,
      lookAhead: params => brokenPromises(scene, params, record.split.holdout.from),
      champion: championOf(dataDir, record),
      riskDrawdown: scene.loaded.config.risk.maxDrawdownShare,
      ...(onProgress === undefined ? {} : {onProgress}),
    });

    return {result, reportPath: folder.reportPath};
  } finally {
    await evaluator.close();
  }
};

const recordOf = (scene: Scene, {strategy, trials, minTrades, walk, folds, commit}: TuneOptions): StudyRecord => {
  const {settings, loaded, periodMs} = scene;
  const {parameters} = strategyDefinition(strategy);
  const question = {
    strategy,
    trials,
    seed: loaded.config.seed,
    minTrades,
    periodMs,
    split: splitSpan(tradedSpan(scene), {walk, folds, periodMs}),
    space: spaceOf(parameters),
    configured: settings.brain.strategies[0]?.params ?? {},
    origin: originOf(scene, strategy, commit),
  };

  return {run: `${strategy}-${hashOf(question).slice(0, 12)}`, ...question};
};

/** Complete parameters of the present champion; null where there is none. */
const championOf = (dataDir: string, {strategy, configured}: StudyRecord): Params | null => {
  const champion = readChampion(championPath(dataDir, strategy));

  return 'params' in champion ? {...configured, ...champion.params} : null;
};

/** What can be traded of the file: its first bars only warm the indicators up. */
const tradedSpan = ({recording, warmUpBars}: Scene): Span => {
  const {columns, rows, timeframe, path, to} = recording.file;
  if (rows <= warmUpBars + 1) {
    throw new RangeError(`"${path}" has ${rows} bars, and ${warmUpBars} of them only warm the indicators up.`);
  }

  return {from: columns.at(0, warmUpBars), to: to + TIMEFRAME_MS[timeframe]};
};

/** Bars that the slowest indicator looks back; null for parameters that contradict each other. */
const lookBackOf = (definition: StrategyDefinition, params: Params): number | null => {
  try {
    const needs = definition.indicators(params).map(spec => createIndicator(spec.name, spec.params).firstIndex + 1);
    return Math.max(0, ...needs);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};
