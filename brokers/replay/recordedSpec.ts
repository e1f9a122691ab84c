import {basename} from 'node:path';
import type {MarketSpec} from '../../core/domain/Market.ts';
import {countDigits} from '../../core/runtime/data/RawBars.ts';
import type {Recording} from './Recording.ts';

type Fees = {readonly makerFee: string; readonly takerFee: string};

/** First-tier spot fees (futures for binanceusdm) as the exchanges publish them; a recording does not hold them. */
const FEES: Readonly<Record<string, Fees>> = {
  binance: {makerFee: '0.001', takerFee: '0.001'},
  binanceusdm: {makerFee: '0.0002', takerFee: '0.0005'},
  bitfinex: {makerFee: '0.001', takerFee: '0.002'},
  coinbase: {makerFee: '0.004', takerFee: '0.006'},
  kraken: {makerFee: '0.0025', takerFee: '0.004'},
  /** Our own simulated market, whose contracts are margined. */
  sim: {makerFee: '0.0002', takerFee: '0.0005'},
};
const UNKNOWN_FEES: Fees = {makerFee: '0.0025', takerFee: '0.004'};
const MAX_DIGITS = 8;

const step = (digits: number): string => (1 / 10 ** digits).toFixed(digits);

/** The market of a recording: increments are the finest that its numbers use, fees those of its exchange. */
export const recordedSpec = ({symbol, ...recording}: Recording, kind: MarketSpec['kind']): MarketSpec => {
  const [base = '', quote = ''] = symbol.split('/');
  const {price, quantity} = digitsOf(recording);
  const lot = step(quantity);
  const exchange = basename(recording.file.path).split('_')[0] ?? '';

  return {
    symbol,
    base,
    quote,
    kind,
    tick: step(price),
    lot,
    minQuantity: lot,
    minNotional: '0',
    ...(FEES[exchange] ?? UNKNOWN_FEES),
  };
};

const digitsOf = (recording: Omit<Recording, 'symbol'>): {price: number; quantity: number} => {
  if ('columns' in recording.file) return {price: recording.file.priceDigits, quantity: recording.file.quantityDigits};
  const {trades} = recording.file;

  return {price: finest(trades.map(trade => trade.price)), quantity: finest(trades.map(trade => trade.quantity))};
};

const finest = (values: readonly number[]): number =>
  values.reduce(
    (most, value) => Math.max(most, Math.min(MAX_DIGITS, countDigits(value.toFixed(MAX_DIGITS).replace(/0+$/, '')))),
    0,
  );
