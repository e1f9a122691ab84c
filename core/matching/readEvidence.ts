import type {Candle} from '../domain/Candle.ts';
import type {Trade} from '../domain/Trade.ts';
import type {BarRest, Print} from './Evidence.ts';
import type {FillSettings} from './FillSettings.ts';
import type {Listing} from './Listing.ts';

/** Age at which a book is no longer better evidence than trades, in ms. */
export const MAX_BOOK_AGE_MS = 5_000;

/** What a trade proves, given the market's last minute. */
export const tradePrint = ({tape, book}: Listing, {time, price}: Trade, {maxVolumeShare}: FillSettings): Print => {
  const {volume, own, range} = tape.lastMinute(time);
  const canTake = book === null || time - book.time > MAX_BOOK_AGE_MS;

  return {kind: 'print', time, price, range, volume, available: maxVolumeShare * volume - own, isOpen: false, canTake};
};

const leftInBar = ({inPlay}: Listing, bar: Candle, {maxVolumeShare}: FillSettings): number =>
  maxVolumeShare * bar.volume - (inPlay?.own ?? 0);

/** What a bar's open proves. */
export const openPrint = (listing: Listing, bar: Candle, settings: FillSettings): Print => ({
  kind: 'print',
  time: bar.time,
  price: bar.open,
  range: bar.high - bar.low,
  volume: bar.volume,
  available: leftInBar(listing, bar, settings),
  isOpen: true,
  canTake: true,
});

/** What a bar proves after its open. */
export const barRest = (listing: Listing, bar: Candle, settings: FillSettings): BarRest => ({
  kind: 'rest',
  bar,
  available: leftInBar(listing, bar, settings),
  policy: settings.policy,
});
