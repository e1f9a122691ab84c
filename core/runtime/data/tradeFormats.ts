import type {Trade} from '../../domain/Trade.ts';

/** A trade with the venue's name of its market, where the format has one. */
export type RawTrade = Omit<Trade, 'symbol'> & {readonly venueSymbol: string | null};

/** A trade, or in words why it is none, or null for something else that a recording may hold. */
type Parsed = RawTrade | string | null;

type Fields = {time: unknown; id: unknown; price: unknown; quantity: unknown};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** One line of a raw recording: `<receive ns> <frame>`, where the frame is a Binance `trade` or `aggTrade`. */
export const parseFrame = (line: string): Parsed => {
  const frame = line.slice(line.indexOf(' ') + 1);
  if (!frame.includes('"e":"trade"') && !frame.includes('"e":"aggTrade"')) return null;
  const data = readData(frame);
  if (data === null) return `no whole JSON frame: "${line.slice(0, 80)}"`;
  const id = data['e'] === 'trade' ? data['t'] : data['a'];
  const venueSymbol = typeof data['s'] === 'string' ? data['s'] : null;
  const takerSide = data['m'] === true ? 'sell' : 'buy';

  return check({time: data['T'], id, price: data['p'], quantity: readQuantity(data)}, takerSide, venueSymbol);
};

const COIN_MARGINED = /USD_(?:PERP|\d{6})$/;

/** Coin-margined futures count contracts of 100 USD for BTC and 10 USD for the rest: made base units here. */
const readQuantity = ({s: symbol, p: price, q: quantity}: Readonly<Record<string, unknown>>): number => {
  if (typeof symbol !== 'string' || !COIN_MARGINED.test(symbol)) return Number(quantity);

  return (Number(quantity) * (symbol.startsWith('BTC') ? 100 : 10)) / Number(price);
};

const readData = (frame: string): Readonly<Record<string, unknown>> | null => {
  try {
    const value: unknown = JSON.parse(frame);
    if (!isRecord(value)) return null;
    return isRecord(value['data']) ? value['data'] : value;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/** One element of a ccxt-like array: `[time, id, type, side, price, quantity, cost]`. */
export const parseTradeArray = (row: unknown): Parsed => {
  if (!Array.isArray(row)) return `no trade [time, id, type, side, price, quantity, cost]: ${JSON.stringify(row)}`;
  const [time, id, , side, price, quantity] = row;
  if (side !== 'buy' && side !== 'sell') return `side is ${JSON.stringify(side)} and should be "buy" or "sell"`;

  return check({time, id, price, quantity}, side, null);
};

/** One line `time_s,price,quantity`; the format has neither id nor side, so lines are numbered and count as bought. */
export const parseCsvTrade = (line: string, id: number): Parsed => {
  const [seconds, price, quantity, ...more] = line.trim().split(',');
  if (more.length > 0) return `it has ${more.length + 3} columns and should be time_s,price,quantity`;

  return check({time: Number(seconds) * 1_000, id, price, quantity}, 'buy', null);
};

const check = (fields: Fields, takerSide: Trade['takerSide'], venueSymbol: string | null): Parsed => {
  const [time, id, price, quantity] = [fields.time, fields.id, fields.price, fields.quantity].map(Number);
  if (time === undefined || id === undefined || price === undefined || quantity === undefined) return null;
  const isGood =
    Number.isSafeInteger(time) && Number.isSafeInteger(id) && price > 0 && quantity > 0 && price + quantity < Infinity;
  if (!isGood)
    return `time, id, price and quantity must be numbers above zero: ${JSON.stringify(Object.values(fields))}`;

  return {time, id, price, quantity, takerSide, venueSymbol};
};
