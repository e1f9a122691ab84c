import type {MarketSource} from '../../brokers/MarketSource.ts';
import {MAX_WARM_UP_SHARE} from '../../brokers/replay/ReplayMarket.ts';
import {TIMEFRAME_MS} from '../domain/Candle.ts';
import type {Step} from '../kernel/Engine.ts';
import type {State} from '../kernel/State.ts';
import type {AmbiguityPolicy} from '../matching/FillSettings.ts';
import type {BarRecording} from './changeBars.ts';
import {playRecordings} from './playRecordings.ts';
import {withDearerFees, withDearerFills, withFees} from './report/costs.ts';
import {RunSummary, type Summary} from './RunSummary.ts';
import type {RunScene} from './RunScene.ts';
import {wrapSource} from './wrapSource.ts';

export type PlayOptions = {
  readonly policy?: AmbiguityPolicy;
  /** Times that everything costs. */
  readonly costs?: number;
  readonly onTaken?: (step: Step, state: Readonly<State>) => void;
  readonly onBars?: ((done: number) => void) | undefined;
};

export type SceneRun = {
  readonly summary: Summary;
  readonly ambiguousBars: number;
  /** Bars that warmed up and on which nothing was decided, of the decision's timeframe, in the market that had the fewest. */
  readonly warmedUpOn: number;
  readonly elapsedMs: number;
};

/** Bars between two words about progress. */
const PROGRESS_BARS = 1_000;

/** One run over a scene: the same engine as live, its warm-up left out of every figure. */
export const playScene = async (
  scene: RunScene,
  {policy = 'stop', costs = 1, onTaken, onBars}: PlayOptions = {},
): Promise<SceneRun> => {
  const {recordings, loaded, settings, warmup} = scene;
  const summary = new RunSummary();
  const warmedUp = new Map<string, number>();
  const {state, ambiguousBars, elapsedMs} = await playRecordings({
    recordings,
    loaded,
    settings,
    historyBars: warmup.bars,
    ...beyondATenth(scene),
    fill: {policy, ...(costs === 1 ? {} : withDearerFills(loaded.config.fillModel, costs))},
    wrapSource: source => withCosts(source, scene, costs),
    onTaken: (step, now) => {
      summary.add(step, now);
      countWarmUp(step, settings.timeframe, warmedUp);
      onTaken?.(step, now);
      if (now.funnel.bars % PROGRESS_BARS === 0) onBars?.(now.funnel.bars);
    },
  });
  const warmedUpOn = Math.min(...recordings.map(({symbol}) => warmedUp.get(symbol) ?? 0));

  return {summary: summary.result(state), ambiguousBars, warmedUpOn, elapsedMs};
};

/** A replay spends a tenth of a recording on warm-up at most, unless more was shown to be needed. */
const beyondATenth = ({recordings, settings, base, warmup}: RunScene): {readonly historyUntil?: number} => {
  const {measured} = warmup;
  if (measured === null) return {};
  const needed = measured * (TIMEFRAME_MS[settings.timeframe] / TIMEFRAME_MS[base]);
  const ends = recordings.flatMap(recording => (recording.kind === 'bars' ? endOfWarmUp(recording, needed) : []));

  return ends.length === 0 ? {} : {historyUntil: Math.max(...ends)};
};

const endOfWarmUp = ({symbol, file}: BarRecording, needed: number): number[] => {
  if (needed <= file.rows * MAX_WARM_UP_SHARE) return [];
  if (needed < file.rows) return [file.columns.at(0, needed - 1)];

  throw new RangeError(
    `${symbol} has ${file.rows} bars, and ogz verify measured that ${needed} are needed to warm up. Give more bars.`,
  );
};

const withCosts = (source: MarketSource, {fees}: RunScene, costs: number): MarketSource => {
  const ofTier = fees === null ? source : wrapSource(source, {changeSpec: withFees(fees)});

  return costs === 1 ? ofTier : wrapSource(ofTier, {changeSpec: withDearerFees(costs)});
};

const countWarmUp = (step: Step, timeframe: string, counts: Map<string, number>): void => {
  for (const {type, data} of step) {
    if (type !== 'CandleClosed') return;
    if (data.history === true && data.timeframe === timeframe)
      counts.set(data.symbol, (counts.get(data.symbol) ?? 0) + 1);
  }
};
