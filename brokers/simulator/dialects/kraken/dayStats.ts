import {ZERO} from '../../../../core/domain/Decimal.ts';
import type {TapeCandle} from '../../tape/CandleSeries.ts';
import type {KrakenContext} from './KrakenContext.ts';

const DAY_MINUTES = 1_440;
const DAY_MS = 86_400_000;

const NOTHING: TapeCandle = {
  time: 0,
  open: ZERO,
  high: ZERO,
  low: ZERO,
  close: ZERO,
  volume: ZERO,
  cost: ZERO,
  trades: 0,
};

/** One market's figures since midnight UTC, and of the last 24 hours. */
export const dayStats = (
  {tape, now}: Pick<KrakenContext, 'tape' | 'now'>,
  symbol: string,
): {readonly today: TapeCandle; readonly day: TapeCandle} => {
  const {candles} = tape(symbol);
  const midnight = now() - (now() % DAY_MS);
  const minutes = candles.bars(1, DAY_MINUTES);

  return {
    today: candles.join(minutes.filter(minute => minute.time >= midnight)) ?? NOTHING,
    day: candles.join(minutes) ?? NOTHING,
  };
};
