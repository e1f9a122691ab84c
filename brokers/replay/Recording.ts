import type {Timeframe} from '../../core/domain/Candle.ts';
import type {BarFile} from '../../core/runtime/data/BarFile.ts';
import {readBars} from '../../core/runtime/data/readBars.ts';
import {type TradeFile, readTrades} from '../../core/runtime/data/readTrades.ts';

/** A recorded market: bars or trades of one symbol. */
export type Recording =
  | {readonly kind: 'bars'; readonly symbol: string; readonly file: BarFile}
  | {readonly kind: 'trades'; readonly symbol: string; readonly file: TradeFile};

type Source = {readonly path: string; readonly symbol?: string; readonly timeframe?: Timeframe};

/** Reads a file as trades (`.ndjson`, or `trades` in its name) or as bars. Rejects with BarFileRefused or TradeFileRefused. */
export const openRecording = async ({path, symbol, timeframe}: Source): Promise<Recording> => {
  const stated = symbol === undefined ? {} : {symbol};
  if (/\.ndjson(\.gz)?$|trades[^/]*$/i.test(path)) {
    const file = await readTrades(path, stated);
    return {kind: 'trades', symbol: file.symbol, file};
  }
  const file = await readBars(path, {...stated, ...(timeframe === undefined ? {} : {timeframe})});
  if (file.symbol === null)
    throw new Error(`The name of "${path}" names no market. State the symbol, such as BTC/USDT.`);

  return {kind: 'bars', symbol: file.symbol, file};
};
