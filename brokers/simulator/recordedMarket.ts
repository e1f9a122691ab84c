import type {Trade} from '../../core/domain/Trade.ts';
import {TIMEFRAME_MS} from '../../core/domain/Candle.ts';
import {candlesOf} from '../../core/runtime/data/BarFile.ts';
import {openRecording, type Recording} from '../replay/Recording.ts';
import {recordedSpec} from '../replay/recordedSpec.ts';
import {walkBar} from '../replay/walkBar.ts';
import {streamOf} from './crowd/TradeStream.ts';
import {Random} from './flow/Random.ts';
import {defineInstrument} from './instruments.ts';
import type {MarketSetup} from './SimulatedExchange.ts';

const MINUTE_MS = 60_000;
/** At most this share of a recording is the past at the opening. */
const PAST_SHARE = 0.1;
/** Kraken has no finer quantities. */
const QUANTITY_DIGITS = 8;
const MAX_PRICE_DIGITS = 4;

type Source = {readonly path: string; readonly opensAt: number; readonly historyMinutes: number};

/** A recording as a market that opens now: its first part is the past, and bars are played as a plausible walk of trades. */
export const recordedMarket = async ({path, opensAt, historyMinutes}: Source): Promise<MarketSetup> => {
  const recording = await openRecording({path});
  const {file, symbol} = recording;
  const pastMs = Math.min(historyMinutes * MINUTE_MS, Math.floor((file.to - file.from) * PAST_SHARE));
  const shiftMs =
    opensAt - (opensAt % MINUTE_MS) - (file.from - (file.from % MINUTE_MS)) - (pastMs - (pastMs % MINUTE_MS));
  const tick = recordedSpec(recording, 'spot').tick;
  const priceDigits = Math.min(MAX_PRICE_DIGITS, tick.split('.')[1]?.length ?? 0);
  const stream = streamOf(symbol, tradesOf(recording, priceDigits), shiftMs);
  const first = stream.peek();
  if (first === null) throw new Error(`"${path}" has no trade to play.`);

  return {instrument: defineInstrument({symbol, priceDigits}), stream, price: first.price, typical: first.quantity};
};

const tradesOf = (recording: Recording, priceDigits: number): Iterator<Trade> =>
  recording.kind === 'trades' ? recording.file.trades[Symbol.iterator]() : walks(recording, priceDigits);

function* walks({symbol, file}: Extract<Recording, {kind: 'bars'}>, priceDigits: number): Generator<Trade> {
  const random = new Random(`${symbol} walk`);
  const grid = {ticksPerUnit: 10 ** priceDigits, lotsPerUnit: 10 ** QUANTITY_DIGITS};
  let firstId = 1;
  for (const candle of candlesOf(file.columns)) {
    const trades = walkBar({symbol, candle, lengthMs: TIMEFRAME_MS[file.timeframe], firstId, ...grid}, random);
    firstId += trades.length;
    yield* trades;
  }
}
