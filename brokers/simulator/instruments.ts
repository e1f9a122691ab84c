import {decimal} from '../../core/domain/Decimal.ts';
import {KRAKEN_TIERS} from './engine/feeSchedule.ts';
import type {Instrument} from './engine/Instrument.ts';

/** Base units that a smallest order needs, about 3 USD at the prices of the made-up markets. */
const MIN_QUANTITIES: Readonly<Record<string, string>> = {BTC: '0.00005', ETH: '0.001', SOL: '0.02'};
const QUANTITY_DIGITS = 8;

/** A market of the exchange with Kraken's fees, lots and minimum cost. */
export const defineInstrument = ({symbol, priceDigits}: {symbol: string; priceDigits: number}): Instrument => {
  const [base = '', quote = ''] = symbol.split('/');
  const lot = decimal(`1e-${QUANTITY_DIGITS}`);

  return {
    symbol,
    base,
    quote,
    priceDigits,
    quantityDigits: QUANTITY_DIGITS,
    tick: decimal(`1e-${priceDigits}`),
    lot,
    minQuantity: decimal(MIN_QUANTITIES[base] ?? `1e-${QUANTITY_DIGITS}`),
    minCost: decimal('0.5'),
    feeTiers: KRAKEN_TIERS,
  };
};
