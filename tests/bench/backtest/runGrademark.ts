import {DataFrame, type IDataFrame, type ISeries} from 'data-forge';
import 'data-forge-indicators';
import grademark, {type IBar, type IStrategy} from 'grademark';
import strategy from 'grademark/build/lib/strategy.js';
import type {BarColumns} from '../../../core/runtime/data/BarColumns.ts';
import {at} from '../../../indicators/cells/at.ts';
import {adx, atr, barsOf} from './columns.ts';
import {RULES} from './scene.ts';
import {crossing, type Signals, sureness, turning} from './signals.ts';

const {backtest} = grademark;
const {TradeDirection} = strategy;

/** A bar as grademark takes it, with what the rules read; `atr` is that of the bar before, on which an entry is decided. */
type ReadyBar = IBar & {
  readonly side: number;
  readonly maxBars: number;
  readonly stop: number;
  readonly target: number;
};

const rulesBy = (by: number) => (by === 1 ? RULES.ema : RULES.rsi);

/** Bars with the signals of the vectorised loop: nothing is left to compute. */
export const readyBars = (columns: BarColumns, {side, by, atr: range}: Signals): IDataFrame<number, ReadyBar> => {
  const rows = Array.from({length: columns.rows}, (_, row) => {
    const rules = rulesBy(by[row - 1] ?? 0);
    const before = row === 0 ? 0 : at(range, row - 1);

    return {
      ...barAt(columns, row),
      side: side[row] ?? 0,
      maxBars: rules.maxBars,
      stop: rules.stopAtr * before,
      target: rules.targetAtr * before,
    };
  });

  return new DataFrame(rows);
};

const barAt = (columns: BarColumns, row: number): IBar => {
  const {time, ...candle} = columns.candle(row);

  return {...candle, time: new Date(time)};
};

/** The rules as callbacks: a stop, a target and an age, decided at the close and entered at the next open. */
const readyStrategy = (): IStrategy<ReadyBar> => {
  let maxBars = 0;

  return {
    entryRule: (enter, {bar}) => {
      if (bar.side !== 0) enter({direction: bar.side > 0 ? TradeDirection.Long : TradeDirection.Short});
    },
    stopLoss: ({bar}) => {
      ({maxBars} = bar);
      return bar.stop;
    },
    profitTarget: ({bar}) => bar.target,
    exitRule: (exit, {position}) => {
      if (position.holdingPeriod >= maxBars) exit();
    },
  };
};

/** Its loop alone; returns how many trades it made. */
export const runBareGrademark = (bars: IDataFrame<number, ReadyBar>): number => backtest(readyStrategy(), bars).length;

type PlainBar = IBar & {readonly adx: number; readonly atr: number};
type IndicatorBar = PlainBar & {readonly fast: number; readonly slow: number; readonly rsi: number};

/** Bars with the two indicators that data-forge-indicators does not have. */
export const plainBars = (columns: BarColumns): IDataFrame<number, PlainBar> => {
  const bars = barsOf(columns);
  const [trend, range] = [adx(bars, 14), atr(bars, 14)];
  const rows = Array.from({length: columns.rows}, (_, row) => ({
    ...barAt(columns, row),
    adx: at(trend, row),
    atr: at(range, row),
  }));

  return new DataFrame(rows);
};

/** As its documentation shows it: the averages and RSI by data-forge-indicators, then the loop. Returns how many trades it made. */
export const runGrademark = (bars: IDataFrame<number, PlainBar>): number => {
  const close = (): ISeries<number, number> => bars.deflate(bar => bar.close);
  const withIndicators = bars
    .withSeries('fast', close().ema(RULES.ema.fastPeriod))
    .withSeries('slow', close().ema(RULES.ema.slowPeriod))
    .withSeries('rsi', close().rsi(RULES.rsi.period))
    .skip(2 * RULES.ema.slowPeriod) as IDataFrame<number, unknown> as IDataFrame<number, IndicatorBar>;

  return backtest(judgingStrategy(), withIndicators).length;
};

const judgingStrategy = (): IStrategy<IndicatorBar> => {
  let before: IndicatorBar | null = null;
  let chosen: (typeof RULES)['ema'] | (typeof RULES)['rsi'] = RULES.ema;
  let range = 0;

  return {
    entryRule: (enter, {bar}) => {
      const last = before;
      before = bar;
      if (last === null) return;
      const crossed = bar.adx > RULES.ema.minimumAdx ? crossing(bar.fast - bar.slow, last.fast - last.slow) : 0;
      const turned = turning(bar.rsi, last.rsi, RULES.rsi.oversold);
      const [cross, turn] = [sureness.ofCross(crossed, bar.adx), sureness.ofTurn(turned, bar.rsi)];
      if (Math.max(cross, turn) < RULES.minConfidence) return;
      chosen = turn > cross ? RULES.rsi : RULES.ema;
      range = bar.atr;
      enter({direction: (turn > cross ? turned : crossed) > 0 ? TradeDirection.Long : TradeDirection.Short});
    },
    stopLoss: () => chosen.stopAtr * range,
    profitTarget: () => chosen.targetAtr * range,
    exitRule: (exit, {position, bar}) => {
      before = bar;
      if (position.holdingPeriod >= chosen.maxBars) exit();
    },
  };
};
