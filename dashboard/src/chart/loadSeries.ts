import {TIMEFRAME_MS, type Timeframe} from '../../../core/domain/Candle.ts';
import {fetchCandles} from '../api.ts';
import {ChartSeries} from './ChartSeries.ts';

const CANDLES = 1_000;
const MAX_BASE_CANDLES = 1_440;

/** Asks the bot for the bars of one chart, and for the base bars that its forming bar has so far. Throws ApiError. */
export const loadSeries = async (symbol: string, timeframe: Timeframe, base: Timeframe): Promise<ChartSeries> => {
  if (timeframe === base) return new ChartSeries(await fetchCandles(symbol, timeframe, CANDLES), base, []);
  const inOneBar = Math.min(MAX_BASE_CANDLES, TIMEFRAME_MS[timeframe] / TIMEFRAME_MS[base]);
  const [series, recent] = await Promise.all([
    fetchCandles(symbol, timeframe, CANDLES),
    fetchCandles(symbol, base, Math.ceil(inOneBar)),
  ]);

  return new ChartSeries(series, base, recent.candles);
};
