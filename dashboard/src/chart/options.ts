import {type CandlestickSeriesPartialOptions, type ChartOptions, ColorType, type DeepPartial} from 'lightweight-charts';
import type {ChartTokens} from './tokens.ts';

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

/** The attribution stands in the panel as a link of our own: the library's logo brings a style element, which a strict content policy refuses. */
export const chartOptions = (tokens: ChartTokens): DeepPartial<ChartOptions> => ({
  autoSize: true,
  // One language for the whole page; some browsers name one that the date format does not know.
  localization: {locale: 'en-GB', dateFormat: 'yyyy-MM-dd'},
  layout: {
    background: {type: ColorType.Solid, color: tokens.panel},
    textColor: tokens.muted,
    fontFamily: FONT,
    fontSize: 11,
    attributionLogo: false,
    panes: {separatorColor: tokens.grid, separatorHoverColor: tokens.grid},
  },
  grid: {vertLines: {color: tokens.grid}, horzLines: {color: tokens.grid}},
  rightPriceScale: {borderColor: tokens.grid, scaleMargins: {top: 0.08, bottom: 0.08}},
  timeScale: {borderColor: tokens.grid, timeVisible: true, secondsVisible: false, rightOffset: 6},
  crosshair: {vertLine: {labelVisible: true}, horzLine: {labelVisible: true}},
  handleScroll: {vertTouchDrag: false},
});

/** Hollow would need another series type: up and down differ by colour and by the sign in the legend. */
export const candleOptions = (tokens: ChartTokens): CandlestickSeriesPartialOptions => ({
  upColor: tokens.up,
  downColor: tokens.down,
  wickUpColor: tokens.up,
  wickDownColor: tokens.down,
  borderVisible: false,
  priceLineColor: tokens.muted,
  priceLineStyle: 1,
});
