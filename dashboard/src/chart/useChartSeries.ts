import {useEffect, useRef, useState} from 'react';
import type {Timeframe} from '../../../core/domain/Candle.ts';
import type {Frame} from '../../../core/server/protocol.ts';
import {ApiError} from '../api.ts';
import {useBot, useStore} from '../context.ts';
import type {Bot} from '../store.ts';
import type {ChartSeries} from './ChartSeries.ts';
import {loadSeries} from './loadSeries.ts';

const SHORTEST_RELOAD_MS = 10_000;
const RETRY_MS = 5_000;

export type LoadedSeries = {
  readonly series: ChartSeries | null;
  readonly error: ApiError | null;
  readonly retry: () => void;
  /** Rises when the series is another object, to be drawn from the start. */
  readonly revision: number;
};

type Loaded = {readonly series: ChartSeries | null; readonly error: ApiError | null; readonly revision: number};

/** Loads the bars of one market and timeframe, keeps them going from the frames, and loads anew after a gap. */
export const useChartSeries = (symbol: string, timeframe: Timeframe): LoadedSeries => {
  const store = useStore();
  const base = useBot(({meta}) => meta?.timeframe ?? null);
  const [loaded, setLoaded] = useState<Loaded>({series: null, error: null, revision: 0});
  const [attempt, setAttempt] = useState(0);
  const current = useRef<ChartSeries | null>(null);

  useEffect(() => {
    if (symbol === '' || base === null) return;
    const asked = {isCurrent: true};
    void loadSeries(symbol, timeframe, base).then(
      series => {
        if (!asked.isCurrent) return;
        current.current = series;
        setLoaded(({revision}) => ({series, error: null, revision: revision + 1}));
      },
      (error: unknown) => {
        if (asked.isCurrent) setLoaded(before => ({...before, error: asApiError(error)}));
      },
    );

    return () => {
      asked.isCurrent = false;
    };
  }, [symbol, timeframe, base, attempt]);

  useEffect(() => {
    const again = (): void => setAttempt(before => before + 1);
    const offFrame = store.onFrame(frame => feed(current.current, frame));
    const offSnapshot = store.onSnapshot(again);
    const offPaint = store.subscribe(() => form(current.current, store.bot));
    const timer = window.setInterval(() => {
      if (current.current?.isBehind === true) again();
    }, SHORTEST_RELOAD_MS);

    return () => {
      offFrame();
      offSnapshot();
      offPaint();
      window.clearInterval(timer);
    };
  }, [store, base]);

  useRetry(loaded.error, () => setAttempt(before => before + 1));

  const isShown = loaded.series?.symbol === symbol && loaded.series.timeframe === timeframe;

  return {...loaded, series: isShown ? loaded.series : null, retry: () => setAttempt(before => before + 1)};
};

const useRetry = (error: ApiError | null, retry: () => void): void => {
  useEffect(() => {
    if (error === null) return;
    const timer = window.setTimeout(retry, RETRY_MS);

    return () => window.clearTimeout(timer);
    // A new error restarts the wait; the callback may change at every paint.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [error]);
};

const feed = (series: ChartSeries | null, frame: Frame): void => {
  if (series === null) return;
  for (const envelope of frame.envelopes) {
    if (envelope.type !== 'CandleClosed' || envelope.data.symbol !== series.symbol) continue;
    const {symbol, timeframe, candle} = envelope.data;
    const closed = frame.closed.find(each => each.symbol === symbol && each.candleTime === candle.time);
    series.close(candle, timeframe, closed?.indicators);
  }
};

const form = (series: ChartSeries | null, {pulse}: Bot): void => {
  const forming = pulse?.forming.find(({symbol}) => symbol === series?.symbol);
  if (forming !== undefined) series?.form(forming.candle, forming.indicators);
};

const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError(error instanceof Error ? error.message : String(error));
