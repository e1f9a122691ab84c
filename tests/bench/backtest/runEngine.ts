import {takeConfigFlags} from '../../../core/config/flags.ts';
import {type LoadedConfig, loadConfig} from '../../../core/config/loadConfig.ts';
import {toNumber} from '../../../core/domain/Decimal.ts';
import type {Settings} from '../../../core/domain/Settings.ts';
import type {BarRecording} from '../../../core/research/changeBars.ts';
import {playRecordings} from '../../../core/research/playRecordings.ts';
import {FILL, WARM_UP_BARS} from './scene.ts';

export type Outcome = {readonly trades: number; readonly netPnl: number};

/** A configuration of defaults alone, whatever stands in files and environment. */
export const defaults = (): LoadedConfig =>
  loadConfig({flags: takeConfigFlags([]).assignments, env: {}, cwd: import.meta.dirname});

/**
 * The bot over bars in memory as a search runs it: feed, candles, brain, risk, orders, the paper exchange with its fill
 * model, fees and portfolio; every event is made, and none is kept.
 */
export const runEngine = async (
  recording: BarRecording,
  settings: Settings,
  onBar: (bars: number) => void = () => undefined,
): Promise<Outcome> => {
  let trades = 0;
  const {state} = await playRecordings({
    recordings: [recording],
    loaded: defaults(),
    settings,
    kind: 'margin',
    fill: FILL,
    historyBars: WARM_UP_BARS,
    onTaken: (step, now) => {
      for (const {type} of step) if (type === 'PositionClosed') trades += 1;
      if (step[0]?.type === 'CandleClosed') onBar(now.funnel.bars);
    },
  });
  const netPnl = toNumber(state.equity.current) - toNumber(state.equity.opening);

  return {trades, netPnl};
};
