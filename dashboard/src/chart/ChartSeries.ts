import {bucketStart, type Candle, TIMEFRAME_MS, type Timeframe} from '../../../core/domain/Candle.ts';
import {Resampler} from '../../../core/domain/resample.ts';
import type {CandleSeries} from '../../../core/server/protocol.ts';

const MAX_CANDLES = 5_000;

/** One bar with the engine's own values by indicator key; a bar may lack them until the bot is asked again. */
export type ChartBar = {readonly candle: Candle; readonly values: Readonly<Record<string, readonly (number | null)[]>>};

export type IndicatorOutputs = {readonly key: string; readonly outputs: readonly string[]};

const NO_VALUES = {};

/**
 * The bars of one market and timeframe as the chart shows them: closed ones as the bot answered, then what came live.
 * A timeframe above the base is continued from base bars; its indicator values come with the next answer of the bot.
 */
export class ChartSeries {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly indicators: readonly IndicatorOutputs[];
  readonly bars: ChartBar[];
  /** The forming bar, or null between two bars. */
  forming: ChartBar | null = null;
  /** A bar closed whose indicator values only the bot knows. */
  isBehind = false;
  readonly #base: Timeframe;
  readonly #resampler: Resampler | null;
  readonly #lengthMs: number;

  /** `recent` are closed base bars, oldest first: what the forming bar of a coarser timeframe is made of. */
  constructor(series: CandleSeries, base: Timeframe, recent: readonly Candle[]) {
    this.symbol = series.symbol;
    this.timeframe = series.timeframe;
    this.indicators = series.indicators.map(({key, outputs}) => ({key, outputs}));
    this.bars = series.candles.slice(-MAX_CANDLES).map((candle, index, kept) => ({
      candle,
      values: valuesAt(series, index + series.candles.length - kept.length),
    }));
    this.#base = base;
    this.#lengthMs = TIMEFRAME_MS[series.timeframe];
    this.#resampler = series.timeframe === base ? null : this.#resamplerFrom(base);
    for (const candle of recent) this.#resample(candle);
    this.isBehind = false;
  }

  /** Takes a closed bar: of this timeframe as it is, with the engine's values if it has them, or of the base to be summed up. */
  close(candle: Candle, timeframe: Timeframe, values: ChartBar['values'] = NO_VALUES): void {
    if (timeframe === this.timeframe) {
      this.#adopt({candle, values});
      this.isBehind ||= values === NO_VALUES;
    } else if (timeframe === this.#base) this.#resample(candle);
  }

  /** Takes the forming base bar. */
  form(candle: Candle, values: ChartBar['values']): void {
    if (candle.time <= this.#lastBaseTime()) return;
    if (this.#resampler === null) this.forming = {candle, values};
    else this.forming = {candle: this.#extend(candle), values: NO_VALUES};
  }

  #lastBaseTime(): number {
    const last = this.bars.at(-1);
    if (last === undefined) return Number.NEGATIVE_INFINITY;

    return this.#resampler === null ? last.candle.time : last.candle.time + this.#lengthMs - 1;
  }

  #resamplerFrom(base: Timeframe): Resampler {
    return new Resampler({base, timeframe: this.timeframe, emit: bar => this.#closeCoarse(bar.candle)});
  }

  #resample(candle: Candle): void {
    if (candle.time <= this.#lastBaseTime()) return;
    this.#resampler?.push({candle, flat: false, suspect: false});
  }

  #closeCoarse(candle: Candle): void {
    if (this.bars.at(-1)?.candle.time === candle.time) return;
    this.#adopt({candle, values: NO_VALUES});
    this.isBehind = true;
  }

  #adopt(bar: ChartBar): void {
    this.#append(bar);
    if (this.forming !== null && this.forming.candle.time <= bar.candle.time) this.forming = null;
  }

  #append(bar: ChartBar): void {
    const last = this.bars.at(-1);
    if (last !== undefined && bar.candle.time < last.candle.time) return;
    if (last !== undefined && bar.candle.time === last.candle.time) this.bars[this.bars.length - 1] = bar;
    else this.bars.push(bar);
    if (this.bars.length > MAX_CANDLES) this.bars.shift();
  }

  /** The coarse bar so far with the forming base bar on top. */
  #extend(candle: Candle): Candle {
    const time = bucketStart(candle.time, this.#lengthMs);
    const begun = this.#resampler?.forming() ?? null;
    if (begun === null || begun.time !== time) return {...candle, time};

    return {
      time,
      open: begun.open,
      high: Math.max(begun.high, candle.high),
      low: Math.min(begun.low, candle.low),
      close: candle.close,
      volume: begun.volume + candle.volume,
    };
  }
}

const valuesAt = (series: CandleSeries, index: number): ChartBar['values'] => {
  const values: Record<string, readonly (number | null)[]> = {};
  for (const {key, values: outputs} of series.indicators) values[key] = outputs.map(output => output[index] ?? null);

  return values;
};
