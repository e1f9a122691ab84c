import {
  type IChartApi,
  type ISeriesApi,
  type LineData,
  LineSeries,
  type UTCTimestamp,
  type WhitespaceData,
} from 'lightweight-charts';
import type {ChartBar, ChartSeries, IndicatorOutputs} from './ChartSeries.ts';
import {type ChartChoice, drawnOutputs, isOnPrice, levelsOf} from './lines.ts';
import type {ChartTokens} from './tokens.ts';

type Line = {readonly key: string; readonly output: number; readonly series: ISeriesApi<'Line'>};
type Point = LineData<UTCTimestamp> | WhitespaceData<UTCTimestamp>;

const LOWER_PANE = 1;
const LOWER_PANE_SHARE = 0.26;

/** The engine's own values as lines: prices over the candles, the chosen oscillator in a pane below. */
export class IndicatorLines {
  readonly #chart: IChartApi;
  #lines: Line[] = [];

  constructor(chart: IChartApi) {
    this.#chart = chart;
  }

  show(series: ChartSeries, choice: ChartChoice, tokens: ChartTokens, digits: number): void {
    for (const line of this.#lines) this.#chart.removeSeries(line.series);
    this.#lines = [];
    const onPrice = series.indicators.filter(({key}) => isOnPrice(key));
    onPrice.forEach((indicator, index) => {
      const color = tokens.lines[index % tokens.lines.length] ?? tokens.muted;
      if (!choice.hidden.has(indicator.key)) this.#add(indicator, 0, [color], digits);
    });
    const oscillator = series.indicators.find(({key}) => key === choice.pane);
    if (oscillator !== undefined) this.#showPane(oscillator, tokens);
    for (const line of this.#lines) line.series.setData(series.bars.map(bar => point(bar, line)));
  }

  update(bar: ChartBar): void {
    for (const line of this.#lines) line.series.update(point(bar, line));
  }

  #add(indicator: IndicatorOutputs, pane: number, colors: readonly string[], precision: number): void {
    drawnOutputs(indicator).forEach((output, index) => {
      const series = this.#chart.addSeries(
        LineSeries,
        {
          color: colors[index % colors.length] ?? '',
          lineWidth: 1,
          lastValueVisible: pane === LOWER_PANE && index === 0,
          priceLineVisible: false,
          crosshairMarkerVisible: false,
          // The candles alone set the scale: a slow average far away must not flatten them.
          ...(pane === LOWER_PANE ? {} : {autoscaleInfoProvider: () => null}),
          priceFormat: {type: 'price', precision, minMove: 10 ** -precision},
        },
        pane,
      );
      this.#lines.push({key: indicator.key, output, series});
    });
  }

  #showPane(indicator: IndicatorOutputs, tokens: ChartTokens): void {
    const first = this.#lines.length;
    this.#add(indicator, LOWER_PANE, [tokens.lines[0] ?? '', tokens.muted, tokens.grid], 2);
    for (const price of levelsOf(indicator.key)) {
      this.#lines[first]?.series.createPriceLine({
        price,
        color: tokens.muted,
        lineWidth: 1,
        lineStyle: price === 0 ? 0 : 1,
        axisLabelVisible: false,
        title: '',
      });
    }
    const [upper, lower] = this.#chart.panes();
    upper?.setStretchFactor(1 - LOWER_PANE_SHARE);
    lower?.setStretchFactor(LOWER_PANE_SHARE);
  }
}

const point = (bar: ChartBar, {key, output}: Line): Point => {
  const time = (bar.candle.time / 1000) as UTCTimestamp;
  const value = bar.values[key]?.[output] ?? null;

  return value === null ? {time} : {time, value};
};
