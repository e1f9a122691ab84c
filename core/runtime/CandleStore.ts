import {type Candle, TIMEFRAMES, TIMEFRAME_MS, type Timeframe} from '../domain/Candle.ts';
import {resample} from '../domain/resample.ts';
import {pushBounded} from '../kernel/bounded.ts';
import {createIndicator} from '../../indicators/index.ts';
import type {IndicatorSpec} from '../../indicators/MarketIndicators.ts';
import type {CandleSeries, IndicatorSeries} from '../server/protocol.ts';

/** Base candles kept per market: enough for the chart, and for a coarser timeframe on it. */
const CAPACITY = 20_000;

/** The most that one answer holds; the browser draws no more. */
export const MAX_CANDLES = 5_000;

export type CandleStoreSnapshot = readonly (readonly [string, readonly Candle[]])[];

/** Keeps recent closed candles for the chart and computes the engine's own indicators on any timeframe of them. */
export class CandleStore {
  readonly #base: Timeframe;
  readonly #candles = new Map<string, Candle[]>();

  constructor(base: Timeframe) {
    this.#base = base;
  }

  add(symbol: string, timeframe: Timeframe, candle: Candle): void {
    if (timeframe !== this.#base) return;
    const list = this.#candles.get(symbol) ?? [];
    pushBounded(list, candle, CAPACITY);
    this.#candles.set(symbol, list);
  }

  /** The latest base candles, oldest first. */
  latest(symbol: string): readonly Candle[] {
    return this.#candles.get(symbol) ?? [];
  }

  snapshot(): CandleStoreSnapshot {
    return [...this.#candles];
  }

  /** Takes the place of all that it holds. */
  restore(snapshot: CandleStoreSnapshot): void {
    this.#candles.clear();
    for (const [symbol, candles] of snapshot) this.#candles.set(symbol, [...candles]);
  }

  /** The base timeframe and the coarser ones that can be made of it. */
  get timeframes(): readonly Timeframe[] {
    return TIMEFRAMES.filter(timeframe => TIMEFRAME_MS[timeframe] % TIMEFRAME_MS[this.#base] === 0);
  }

  /** The latest `limit` candles, oldest first, with the values of the given indicators on them. */
  series(
    symbol: string,
    timeframe: Timeframe,
    limit: number,
    specs: readonly (IndicatorSpec & {key: string})[],
  ): CandleSeries {
    const base = this.#candles.get(symbol) ?? [];
    const all = timeframe === this.#base ? base : resample(base, this.#base, timeframe);
    const from = Math.max(0, all.length - Math.min(limit, MAX_CANDLES));

    return {
      symbol,
      timeframe,
      candles: all.slice(from),
      indicators: specs.map(spec => series(spec, all, from)),
    };
  }
}

const series = (
  {name, params, key}: IndicatorSpec & {key: string},
  candles: readonly Candle[],
  from: number,
): IndicatorSeries => {
  const indicator = createIndicator(name, params ?? {});
  const values: (number | null)[][] = indicator.outputs.map(() => []);
  for (const [index, candle] of candles.entries()) {
    indicator.update(candle);
    if (index < from) continue;
    for (const [output, list] of values.entries()) list.push(finite(indicator.values[output]));
  }

  return {key, outputs: indicator.outputs, values};
};

const finite = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;
