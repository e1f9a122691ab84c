import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type SeriesMarker,
  type UTCTimestamp,
} from 'lightweight-charts';
import type {ChartBar, ChartSeries} from './ChartSeries.ts';
import {IndicatorLines} from './IndicatorLines.ts';
import type {ChartChoice} from './lines.ts';
import type {Level} from './marks.ts';
import {candleOptions, chartOptions} from './options.ts';
import type {ChartTokens} from './tokens.ts';

const BAR_WIDTH = 7;
const EMPTY_BARS = 6;

const seconds = (bar: ChartBar): UTCTimestamp => (bar.candle.time / 1000) as UTCTimestamp;

/** The one place that speaks to the chart library: draws a ChartSeries, its marks and its levels. */
export class PriceChart {
  readonly #container: HTMLElement;
  readonly #chart: IChartApi;
  readonly #candles: ISeriesApi<'Candlestick'>;
  readonly #marks: ISeriesMarkersPluginApi<UTCTimestamp>;
  readonly #lines: IndicatorLines;
  #levels: IPriceLine[] = [];
  #levelsKey = '';
  #tokens: ChartTokens;
  #series: ChartSeries | null = null;
  #drawnTime = 0;
  #marksKey = '';

  constructor(container: HTMLElement, tokens: ChartTokens) {
    this.#container = container;
    this.#tokens = tokens;
    this.#chart = createChart(container, chartOptions(tokens));
    this.#candles = this.#chart.addSeries(CandlestickSeries, candleOptions(tokens));
    this.#marks = createSeriesMarkers(this.#candles as ISeriesApi<'Candlestick', UTCTimestamp>, []);
    this.#lines = new IndicatorLines(this.#chart);
  }

  /** Draws a series from the start: another market or timeframe, other lines, other colours. */
  show(series: ChartSeries, choice: ChartChoice, tokens: ChartTokens, digits: number): void {
    const isSameMarket = this.#series?.symbol === series.symbol && this.#series.timeframe === series.timeframe;
    this.#series = series;
    this.#tokens = tokens;
    this.#levelsKey = '';
    this.#marksKey = '';
    this.#chart.applyOptions(chartOptions(tokens));
    this.#candles.applyOptions({...candleOptions(tokens), priceFormat: priceFormat(digits)});
    this.#candles.setData(series.bars.map(bar => ({...bar.candle, time: seconds(bar)})));
    this.#lines.show(series, choice, tokens, digits);
    this.#drawnTime = series.bars.at(-1)?.candle.time ?? 0;
    if (!isSameMarket) this.#showLatest(series.bars.length);
    this.follow();
  }

  /** Draws what came since. */
  follow(): void {
    const series = this.#series;
    if (series === null) return;
    const fresh = series.bars.slice(firstFrom(series.bars, this.#drawnTime));
    if (series.forming !== null) fresh.push(series.forming);
    for (const bar of fresh) this.#draw(bar);
  }

  mark(marks: SeriesMarker<UTCTimestamp>[]): void {
    const key = `${marks.length}/${marks.at(-1)?.time ?? 0}/${marks[0]?.time ?? 0}`;
    if (key === this.#marksKey) return;
    this.#marksKey = key;
    this.#marks.setMarkers(marks);
  }

  level(levels: readonly Level[]): void {
    const key = JSON.stringify(levels);
    if (key === this.#levelsKey) return;
    this.#levelsKey = key;
    for (const line of this.#levels) this.#candles.removePriceLine(line);
    this.#levels = levels.map(({price, title, kind}) =>
      this.#candles.createPriceLine({
        price,
        title,
        color: this.#tokens[kind],
        lineWidth: 1,
        lineStyle: kind === 'entry' ? 0 : 2,
        axisLabelVisible: true,
      }),
    );
  }

  get tokens(): ChartTokens {
    return this.#tokens;
  }

  /** Time of the bar under the pointer, ms, or null. */
  onPoint(listener: (time: number | null) => void): void {
    this.#chart.subscribeCrosshairMove(({time}) => listener(typeof time === 'number' ? time * 1000 : null));
  }

  remove(): void {
    this.#chart.remove();
  }

  #draw(bar: ChartBar): void {
    if (bar.candle.time < this.#drawnTime) return;
    this.#drawnTime = bar.candle.time;
    this.#candles.update({...bar.candle, time: seconds(bar)});
    this.#lines.update(bar);
  }

  #showLatest(count: number): void {
    const visible = Math.round(this.#container.clientWidth / BAR_WIDTH);
    this.#chart.timeScale().setVisibleLogicalRange({from: count - visible, to: count + EMPTY_BARS});
  }
}

const priceFormat = (digits: number) => ({type: 'price', precision: digits, minMove: 10 ** -digits}) as const;

const firstFrom = (bars: readonly ChartBar[], time: number): number => {
  let index = bars.length;
  while (index > 0 && (bars[index - 1]?.candle.time ?? 0) >= time) index -= 1;

  return index;
};
