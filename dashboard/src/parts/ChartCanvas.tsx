import {type ReactNode, useEffect, useRef} from 'react';
import {TIMEFRAME_MS} from '../../../core/domain/Candle.ts';
import type {ChartSeries} from '../chart/ChartSeries.ts';
import type {ChartChoice} from '../chart/lines.ts';
import {levelsOfPosition, marksOf} from '../chart/marks.ts';
import {PriceChart} from '../chart/PriceChart.ts';
import {readTokens} from '../chart/tokens.ts';
import {useStore, useView} from '../context.ts';
import type {Store} from '../store.ts';

export type ChartCanvasProps = {
  readonly series: ChartSeries;
  readonly choice: ChartChoice;
  readonly digits: number;
  readonly onPoint: (time: number | null) => void;
};

/** Ties the drawn chart to the page: made once, redrawn on a choice, followed at every paint. */
export const ChartCanvas = ({series, choice, digits, onPoint}: ChartCanvasProps): ReactNode => {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<PriceChart | null>(null);
  const store = useStore();
  const {preferences} = useView();
  const hiddenKey = [...choice.hidden].join();

  useEffect(() => {
    if (box.current === null) return;
    const made = new PriceChart(box.current, readTokens());
    made.onPoint(onPoint);
    chart.current = made;

    return () => {
      chart.current = null;
      made.remove();
    };
  }, [onPoint]);

  useEffect(() => {
    chart.current?.show(series, choice, readTokens(), digits);
    follow(chart.current, series, store);
    // `hiddenKey` stands for the set of hidden lines, `preferences` for the colours that `readTokens` reads.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [series, hiddenKey, choice.pane, digits, preferences]);

  useEffect(() => store.subscribe(() => follow(chart.current, series, store)), [store, series]);

  return <div className="chart-canvas" ref={box} />;
};

const follow = (chart: PriceChart | null, series: ChartSeries, store: Store): void => {
  const {state} = store.bot;
  if (chart === null || state === null) return;
  const {symbol, timeframe, bars} = series;
  const place = {symbol, lengthMs: TIMEFRAME_MS[timeframe], firstTime: bars[0]?.candle.time ?? 0};
  chart.follow();
  chart.mark(marksOf(state, place, chart.tokens));
  chart.level(levelsOfPosition(state, symbol));
};
