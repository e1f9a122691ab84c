import type {BarTexts, CcxtHistory} from '../../../../brokers/ccxt/CcxtHistory.ts';
import {bucketStart, TIMEFRAME_MS, type Timeframe} from '../../../domain/Candle.ts';
import {plainNumber} from '../import/plainNumber.ts';
import type {PartFile} from './PartFile.ts';

export type FetchOptions = {
  readonly source: Pick<CcxtHistory, 'now' | 'page'>;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** Open times, ms UTC; `to` is not included, and is now where it is left out. */
  readonly from: number;
  readonly to?: number;
  readonly part: PartFile;
  readonly onProgress?: (bars: number, total: number) => void;
};

export type Fetched = {
  readonly pages: number;
  /** Bars that this fetch added. */
  readonly added: number;
  /** Open time of the first bar that the exchange gave, where it keeps none from further back; null otherwise. */
  readonly startsAt: number | null;
};

/** Bars asked for at once; exchanges give between 300 and 1,500. */
export const PAGE_BARS = 1_000;
/** Where an exchange has nothing, the next time is tried so many bars further on: a hole of an outage, or before it was there. */
const STRIDE_BARS = 300;

/** Asks for page after page of closed bars and keeps each as it comes, so that nothing that was given is asked for again. */
export const fetchCandles = async ({
  source,
  symbol,
  timeframe,
  from,
  to = Number.POSITIVE_INFINITY,
  part,
  onProgress,
}: FetchOptions): Promise<Fetched> => {
  const lengthMs = TIMEFRAME_MS[timeframe];
  const first = Math.ceil(from / lengthMs) * lengthMs;
  // A bar that has not ended says nothing yet.
  const end = Math.min(to, bucketStart(await source.now(), lengthMs));
  let since = part.last === null ? first : Math.max(first, part.last + lengthMs);
  const wasEmpty = part.last === null;
  const result = {pages: 0, added: 0, startsAt: null as number | null};
  const total = Math.max(0, (end - first) / lengthMs);
  while (since < end) {
    onProgress?.((since - first) / lengthMs, total);
    const page = (await source.page(symbol, timeframe, since, PAGE_BARS)).filter(
      ([time]) => time >= since && time < end,
    );
    result.pages += 1;
    const last = page.at(-1)?.[0];
    if (last === undefined) since += STRIDE_BARS * lengthMs;
    else {
      const [opening] = page[0] ?? [since];
      if (wasEmpty && result.added === 0 && opening > first) result.startsAt = opening;
      part.add(page.map(lineOf), last);
      result.added += page.length;
      since = last + lengthMs;
    }
  }
  onProgress?.(total, total);

  return result;
};

const lineOf = ([time, ...texts]: BarTexts): string =>
  [time, ...texts.map(text => plainNumber(text) ?? text)].join(',');
