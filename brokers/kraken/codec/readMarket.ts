import type {Side} from '../../../core/domain/Order.ts';
import type {Trade} from '../../../core/domain/Trade.ts';
import type {ExactObject, ExactValue} from '../../net/exactJson.ts';
import {
  amountOf,
  fieldOf,
  integerOf,
  listOf,
  objectOf,
  optionalAmount,
  positiveOf,
  ShapeError,
  textOf,
  timeOf,
} from '../../net/fields.ts';
import type {BookChange, Instrument, LevelText, Ticker} from './messages.ts';

/** Entries of the data of one frame; more is not a frame of this venue. */
const MAX_ENTRIES = 20_000;

/** The objects in a frame's `data`. @throws ShapeError when it holds anything else. */
export const entriesOf = (value: ExactValue | undefined, name: string): readonly ExactObject[] => {
  const list = listOf(value, name);
  if (list.length > MAX_ENTRIES) throw new ShapeError(`"${name}" has ${list.length} entries: at most ${MAX_ENTRIES}.`);

  return list.map(entry => objectOf(entry, name));
};

/** @throws ShapeError on anything but `buy` and `sell`. */
export const sideOf = (object: ExactObject, key: string): Side => {
  const side = textOf(object, key);
  if (side !== 'buy' && side !== 'sell') throw new ShapeError(`"${key}" should be buy or sell, got "${side}".`);

  return side;
};

export const readTrades = (frame: ExactObject): readonly Trade[] =>
  entriesOf(fieldOf(frame, 'data'), 'data').map(entry => ({
    symbol: textOf(entry, 'symbol'),
    id: integerOf(entry, 'trade_id'),
    time: timeOf(entry, 'timestamp'),
    price: positiveOf(entry, 'price'),
    quantity: positiveOf(entry, 'qty'),
    takerSide: sideOf(entry, 'side'),
  }));

export const readBooks = (frame: ExactObject): readonly BookChange[] =>
  entriesOf(fieldOf(frame, 'data'), 'data').map(entry => ({
    symbol: textOf(entry, 'symbol'),
    bids: levelsOf(entry, 'bids'),
    asks: levelsOf(entry, 'asks'),
    checksum: integerOf(entry, 'checksum'),
    time: fieldOf(entry, 'timestamp') === undefined ? null : timeOf(entry, 'timestamp'),
  }));

const levelsOf = (entry: ExactObject, side: 'bids' | 'asks'): readonly LevelText[] =>
  entriesOf(fieldOf(entry, side) ?? [], side).map(level => ({
    price: amountOf(level, 'price'),
    quantity: amountOf(level, 'qty'),
  }));

export const readTickers = (frame: ExactObject): readonly Ticker[] =>
  entriesOf(fieldOf(frame, 'data'), 'data').map(entry => ({
    symbol: textOf(entry, 'symbol'),
    bid: amountOf(entry, 'bid'),
    ask: amountOf(entry, 'ask'),
    last: amountOf(entry, 'last'),
  }));

export const readInstruments = (frame: ExactObject): readonly Instrument[] => {
  const data = objectOf(fieldOf(frame, 'data'), 'data');

  return entriesOf(fieldOf(data, 'pairs'), 'pairs').map(pair => ({
    symbol: textOf(pair, 'symbol'),
    status: textOf(pair, 'status'),
    pricePrecision: integerOf(pair, 'price_precision'),
    quantityPrecision: integerOf(pair, 'qty_precision'),
    priceIncrement: amountOf(pair, 'price_increment'),
    quantityIncrement: amountOf(pair, 'qty_increment'),
    quantityMin: amountOf(pair, 'qty_min'),
    costMin: optionalAmount(pair, 'cost_min'),
  }));
};
