import {strategyDefinition} from '../../brain/strategies/index.ts';
import {TIMEFRAME_MS} from '../../domain/Candle.ts';
import {resample} from '../../domain/resample.ts';
import {candlesOf} from '../../runtime/data/BarFile.ts';
import {rowAt} from '../sliceRecording.ts';
import {strategySubject} from '../verify/strategySubject.ts';
import {verifyStrategy} from '../verify/verifyStrategy.ts';
import type {Scene} from './evaluate/Scene.ts';
import type {Params} from './search/SearchSpace.ts';

/** Bars before the holdout that a candidate is tried on. */
const VERIFIED_BARS = 4_000;

/** What the strategy, with these parameters, does that it could not do without knowing the future, the clock or chance. */
export const brokenPromises = ({recording, settings}: Scene, params: Params, until: number): readonly string[] => {
  const {symbol, file} = recording;
  const [strategy] = settings.brain.strategies;
  const definition = strategyDefinition(strategy?.name ?? '');
  const end = rowAt(file.columns, until);
  const perBar = TIMEFRAME_MS[settings.timeframe] / TIMEFRAME_MS[file.timeframe];
  const bars = [...candlesOf(file.columns.slice(Math.max(0, end - VERIFIED_BARS * perBar), end))];
  const candles = perBar === 1 ? bars : resample(bars, file.timeframe, settings.timeframe);
  const subject = strategySubject({
    define: () => definition,
    name: definition.name,
    params,
    patternMemory: settings.brain.patternMemory,
  });
  const {findings, warmup} = verifyStrategy(
    subject,
    {timeframe: settings.timeframe, series: [{symbol, candles}]},
    {seed: 1},
  );
  const checks = findings.filter(({check}) => check !== 'mirror').map(({check}) => check);

  return [...new Set([...checks, ...(warmup === null ? ['warm-up has no end'] : [])])];
};
