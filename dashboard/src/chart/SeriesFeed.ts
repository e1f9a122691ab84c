import type {Timeframe} from '../../../core/domain/Candle.ts';
import type {Frame} from '../../../core/server/protocol.ts';
import {ApiError} from '../api.ts';
import type {Bot, Store} from '../store.ts';
import type {ChartSeries} from './ChartSeries.ts';
import {loadSeries} from './loadSeries.ts';

const REFRESH_MS = 10_000;
const RETRY_MS = 5_000;
/** Frames kept while an answer is on its way; a slower answer is asked for again. */
const MAX_PENDING = 500;

export type LoadedSeries = {
  readonly series: ChartSeries | null;
  readonly error: ApiError | null;
};

export const NOT_LOADED: LoadedSeries = {series: null, error: null};

/** Loads the bars of one market and timeframe, keeps them going from the frames, and loads anew after a gap. */
export class SeriesFeed {
  readonly #store: Store;
  readonly #request: () => Promise<ChartSeries>;
  readonly #listeners = new Set<() => void>();
  #loaded: LoadedSeries = NOT_LOADED;
  /** Frames that came while an answer was on its way: it may not know them. Null when none is. */
  #pending: Frame[] | null = null;
  #askedAt = 0;
  #stop: (() => void) | null = null;

  constructor(store: Store, place: {symbol: string; timeframe: Timeframe; base: Timeframe}) {
    this.#store = store;
    this.#request = () => loadSeries(place.symbol, place.timeframe, place.base);
  }

  readonly current = (): LoadedSeries => this.#loaded;

  /** Runs while somebody listens. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#stop ??= this.#start();

    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = null;
    };
  };

  readonly load = (): void => {
    if (this.#pending !== null) return;
    this.#pending = [];
    this.#askedAt = performance.now();
    void this.#request().then(
      series => this.#take(series),
      (error: unknown) => this.#settle({series: this.#loaded.series, error: asApiError(error)}),
    );
  };

  #start(): () => void {
    const stops = [
      this.#store.onFrame(frame => this.#onFrame(frame)),
      this.#store.onSnapshot(this.load),
      this.#store.subscribe(() => this.#onPaint()),
    ];
    this.load();

    return () => {
      for (const stop of stops) stop();
    };
  }

  #take(series: ChartSeries): void {
    const pending = this.#pending ?? [];
    for (const frame of pending) feed(series, frame);
    form(series, this.#store.bot);
    this.#settle({series, error: null});
    if (pending.length > MAX_PENDING) this.load();
  }

  #settle(loaded: LoadedSeries): void {
    this.#pending = null;
    this.#loaded = loaded;
    for (const listener of this.#listeners) listener();
  }

  #onFrame(frame: Frame): void {
    if (this.#pending !== null && this.#pending.length <= MAX_PENDING) this.#pending.push(frame);
    if (this.#loaded.series !== null) feed(this.#loaded.series, frame);
  }

  #onPaint(): void {
    const {series, error} = this.#loaded;
    const waited = performance.now() - this.#askedAt;
    if (series !== null) form(series, this.#store.bot);
    if (error !== null && waited > RETRY_MS) this.load();
    if (series?.isBehind === true && waited > REFRESH_MS) this.load();
  }
}

const feed = (series: ChartSeries, frame: Frame): void => {
  for (const envelope of frame.envelopes) {
    if (envelope.type !== 'CandleClosed' || envelope.data.symbol !== series.symbol) continue;
    const {symbol, timeframe, candle} = envelope.data;
    const closed = frame.closed.find(each => each.symbol === symbol && each.candleTime === candle.time);
    series.close(candle, timeframe, closed?.indicators);
  }
};

const form = (series: ChartSeries, {pulse}: Bot): void => {
  const forming = pulse?.forming.find(({symbol}) => symbol === series.symbol);
  if (forming !== undefined) series.form(forming.candle, forming.indicators);
};

const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError(error instanceof Error ? error.message : String(error));
