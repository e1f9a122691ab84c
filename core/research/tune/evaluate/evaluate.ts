import {TIMEFRAME_MS} from '../../../domain/Candle.ts';
import type {Settings} from '../../../domain/Settings.ts';
import {playRecordings} from '../../playRecordings.ts';
import {withDearerFees, withDearerFills} from '../../report/costs.ts';
import {rowAt, sliceRecording} from '../../sliceRecording.ts';
import {wrapSource} from '../../wrapSource.ts';
import type {Scene} from './Scene.ts';
import {SpanBook} from './SpanBook.ts';
import type {Question, Span, SpanResult} from './SpanResult.ts';

/** Plays one parameter set over one span through the same bot and matcher as live; the bars before the span only warm it up. */
export const evaluate = async (scene: Scene, {params, span, costs = 1}: Question): Promise<SpanResult> => {
  const {loaded, periodMs} = scene;
  const settings = withParams(scene.settings, params);
  const book = new SpanBook({span, periodMs, openingCash: Number(settings.openingCash)});
  const {state} = await playRecordings({
    ...partOf(scene, span),
    loaded,
    settings,
    fill: costs === 1 ? {} : withDearerFills(loaded.config.fillModel, costs),
    wrapSource: source => (costs === 1 ? source : wrapSource(source, {changeSpec: withDearerFees(costs)})),
    onTaken: (step, now) => book.add(step, now),
  });

  return book.result(state);
};

/** The settings with other parameters of the strategy; nothing else is a search's to change, least of all a risk limit. */
const withParams = (settings: Settings, params: Question['params']): Settings => {
  const [strategy, ...others] = settings.brain.strategies;
  if (strategy === undefined || others.length > 0) throw new Error('A search evaluates exactly one strategy.');

  return {...settings, brain: {...settings.brain, strategies: [{name: strategy.name, params}]}};
};

/** The bars of the span with those that warm it up; the file begins with some that are never traded. */
const partOf = ({recording, settings, warmUpBars}: Scene, {from, to}: Span) => {
  const {columns, timeframe} = recording.file;
  const first = rowAt(columns, from);
  if (first === 0) throw new RangeError('A span needs bars before it that warm the indicators up.');
  const start = columns.at(0, Math.max(0, first - warmUpBars));

  return {
    recordings: [sliceRecording(recording, start, to)],
    historyUntil: columns.at(0, first - 1),
    historyBars: Math.ceil(warmUpBars / (TIMEFRAME_MS[settings.timeframe] / TIMEFRAME_MS[timeframe])),
  };
};
